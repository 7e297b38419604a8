-- The name that each person went by last.
select account.handle, arg_max(known.name, (known.observed_at, known.name)) as name
from raw.account as account
join private.name as known using (key)
group by account.handle
