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
    null::varchar as slice, calendar.starts_on, coalesce(mentions, 0) as mentions,
    coalesce(judged_mentions, 0) as judged_mentions, coalesce(positive_mentions, 0) as positive_mentions,
    coalesce(negative_mentions, 0) as negative_mentions
from calendar
left join said using (starts_on)
order by calendar.starts_on
