insert into stage.interaction
with said as (
    select
        ref(sender, null) as sender_ref, ref(receiver, null) as receiver_ref, ref("group", null) as group_ref,
        ref(message, null) as message_ref, utc(happened_at) as happened_utc, kind
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(chr(31), kind, coalesce(sender_ref, ''), coalesce(receiver_ref, ''), coalesce(message_ref, epoch_us(happened_utc)::varchar))
    ),
    group_ref, digest64(message_ref), sender_ref, receiver_ref, kind, happened_utc, null
from said
