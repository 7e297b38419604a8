-- The scale is no part of the key: an answer is the same whether its scale is told or not.
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
            chr(31), coalesce(account_ref, ''), coalesce(group_ref, ''), coalesce(epoch_us(answered_utc), 0),
            coalesce(survey, ''), coalesce(score, -1), question, 'invited ' || invited
        )
    ),
    account_ref, null, group_ref, answered_utc, survey, question, scale, score, invited, coalesce(length(text), 0),
    case when getvariable('keep_text') then text end
from said
