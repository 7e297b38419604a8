-- The keys of the accounts that commkit.toml lists as one person: by platform:id or by handle.
select distinct listed.number, account.key
from incoming as listed
left join private.person as person on person.platform || ':' || person.native = listed.entry
join raw.account as account on account.key = person.key or account.handle = listed.entry
order by listed.number, account.key
