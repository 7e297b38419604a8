insert into raw.account
with seen as (
    select account_ref, load_id from stage.profile
    union all select author_ref, load_id from stage.message
    union all select account_ref, load_id from stage.membership
    union all select account_ref, load_id from stage.purchase_line
    union all select account_ref, load_id from stage.event
),
first_load as (select account_ref, min(load_id) as load_id from seen group by account_ref),
fresh as (
    select arrived.key, min(arrived.account_ref) as account_ref, min(first_load.load_id) as load_id
    from incoming as arrived
    left join first_load using (account_ref)
    where not exists (select 1 from raw.account as known where known.key = arrived.key)
    group by arrived.key
)
select
    coalesce((select max(account) from raw.account), 0) + row_number() over (order by key), key, left(key, 8),
    split_part(account_ref, chr(31), 1), false, false, coalesce(load_id, (select min(load_id) from stage.load)),
    null
from fresh
