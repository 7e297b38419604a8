insert into stage.profile
with said as (
    select ref(native, platform) as account_ref, ref("group", platform) as group_ref, ref(inviter, platform) as inviter_ref, *
    from incoming
)
select
    $load_id, digest64(concat_ws(chr(31), account_ref, group_ref)), account_ref, group_ref, name,
    coalesce(is_bot, false), coalesce(is_staff, false), utc(joined_at), utc(left_at), channel, inviter_ref
from said
