insert into raw.account
with fresh as (
    select key, min(account_ref) as account_ref
    from incoming as arrived
    where not exists (select 1 from raw.account as known where known.key = arrived.key)
    group by key
)
select
    coalesce((select max(account) from raw.account), 0) + row_number() over (order by key), key, left(key, 8),
    split_part(account_ref, chr(31), 1), false, false, null
from fresh
