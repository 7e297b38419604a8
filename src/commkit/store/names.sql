-- The name that each person went by last, or the id where that is all that is known.
select account.handle, coalesce(arg_max(known.name, (known.observed_at, known.name)), any_value(person.native)) as name
from raw.account as account
join private.person as person using (key)
left join private.name as known using (key)
group by account.handle
