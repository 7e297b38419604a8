-- The keys of the accounts that commkit.toml lists as staff, bots, bridges or persons: by platform:id, by handle or by name.
select distinct account.key, listed.role
from incoming as listed
left join private.person as person on person.platform || ':' || person.native = listed.entry
left join private.name as name on name.name = listed.entry
join raw.account as account on account.key in (person.key, name.key) or account.handle = listed.entry
