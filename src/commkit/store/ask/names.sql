-- The name that each person went by last, on whichever account, or the id where that is all that is known.
select
    everyone.handle,
    coalesce(arg_max(known.name, (known.observed_at, known.name)), arg_min(id.native, id.key)) as name
from person
join everyone using (member)
join raw.account as account on account.account = person.account
join private.person as id on id.key = account.key
left join private.name as known on known.key = account.key
group by everyone.handle
