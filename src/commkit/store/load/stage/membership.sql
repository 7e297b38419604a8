insert into stage.membership
with said as (
    select
        ref(member, null) as account_ref, ref("group", null) as group_ref, ref(inviter, null) as inviter_ref,
        utc(happened_at) as happened_utc, change, how
    from incoming
)
select
    $load_id, digest64(concat_ws(chr(31), account_ref, coalesce(group_ref, ''), epoch_us(happened_utc), change)),
    account_ref, group_ref, happened_utc, change, how, inviter_ref
from said
where account_ref is not null and happened_utc is not null
