insert into stage.case
with said as (
    select
        ref(member, platform) as account_ref, ref(assignee, platform) as other_ref, ref("group", platform) as group_ref,
        utc(opened_at) as opened_utc, utc(answered_at) as answered_utc, utc(closed_at) as closed_utc, *
    from incoming
)
select
    $load_id, digest64(concat_ws(chr(31), nullif(kind, 'ticket'), ref(native, platform))), account_ref, other_ref, group_ref, kind, opened_utc,
    answered_utc, closed_utc, outcome, topic, severity, satisfaction, has_evidence,
    digest64(
        concat_ws(
            chr(31), epoch_us(opened_utc), coalesce(epoch_us(answered_utc), 0), coalesce(epoch_us(closed_utc), 0),
            coalesce(outcome, ''), coalesce(topic, ''), coalesce(severity, ''), coalesce(satisfaction, -1),
            coalesce(has_evidence::varchar, ''), other_ref
        )
    )
from said
