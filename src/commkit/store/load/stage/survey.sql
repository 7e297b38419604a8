insert into stage.survey
with said as (
    select
        ref(member, platform) as account_ref, ref("group", platform) as group_ref, utc(answered_at) as answered_utc, *
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), coalesce(account_ref, ''), coalesce(group_ref, ''), epoch_us(answered_utc), coalesce(survey, ''),
            score
        )
    ),
    account_ref, group_ref, answered_utc, survey, score, coalesce(length(text), 0),
    case when getvariable('keep_text') then text end
from said
