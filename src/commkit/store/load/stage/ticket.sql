insert into stage.ticket
with said as (
    select
        ref(member, platform) as account_ref, ref("group", platform) as group_ref, utc(opened_at) as opened_utc,
        utc(answered_at) as answered_utc, utc(closed_at) as closed_utc, *
    from incoming
)
select
    $load_id, digest64(ref(native, platform)), account_ref, group_ref, opened_utc, answered_utc, closed_utc, status,
    topic,
    digest64(
        concat_ws(
            chr(31), epoch_us(opened_utc), coalesce(epoch_us(answered_utc), 0), coalesce(epoch_us(closed_utc), 0), coalesce(status, ''), topic
        )
    )
from said
