-- The accounts of members, by key: whom pairs of members are found among.
create or replace temp view holder as
select account.key, account.platform, person.member
from raw.account as account
join person using (account)
join described using (member)
where not described.is_bot
