insert into stage.membership
with said as (
    select load_id, account_ref, group_ref, joined_at as happened_at, 'join' as change, inviter_ref
    from stage.profile
    where joined_at is not null
    union all
    select load_id, account_ref, group_ref, left_at, 'leave', null
    from stage.profile
    where left_at is not null
)
select
    load_id, digest64(concat_ws(chr(31), account_ref, coalesce(group_ref, ''), epoch_us(happened_at), change)),
    account_ref, group_ref, happened_at, change, case when inviter_ref is not null then 'invite' end, inviter_ref
from said
