-- The name that each merged account went by last, or the id where that is all that is known.
select
    coalesce(account.handle, left(person.key, 8)) as handle,
    coalesce(arg_max(known.name, (known.observed_at, known.name)), any_value(person.native)) as name
from private.person as person
left join raw.account as account using (key)
left join private.name as known using (key)
group by person.key, account.handle
