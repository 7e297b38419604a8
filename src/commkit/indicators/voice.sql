-- What other sites say is of no member: broken down, it stands beside the slices and not in one.
with said as (
    select
        period_start(day) as starts_on, count(*) as mentions, count(sentiment) as judged_mentions,
        count(*) filter (sentiment = 'positive') as positive_mentions,
        count(*) filter (sentiment = 'negative') as negative_mentions
    from mention
    group by all
)
select
    null::varchar as slice, calendar.starts_on, case when is_of_all() then coalesce(mentions, 0) end as mentions,
    case when is_of_all() then coalesce(judged_mentions, 0) end as judged_mentions,
    case when is_of_all() then coalesce(positive_mentions, 0) end as positive_mentions,
    case when is_of_all() then coalesce(negative_mentions, 0) end as negative_mentions
from calendar
left join said using (starts_on)
order by calendar.starts_on
