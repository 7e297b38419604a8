-- Of how many accounts, and of how many people, the private file knows a name.
select
    count(distinct person.account) as known_accounts, count(distinct person.member) as known_members
from person
join member using (member)
join raw.account as account on account.account = person.account
join private.name as known using (key)
