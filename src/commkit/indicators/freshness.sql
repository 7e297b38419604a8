-- Measured as of the answer, not per period: the last period stands for it. Loads belong to no slice. What was
-- done on the day of the instant that is asked about, the day after as-of, counts too.
with asked as (
    select
        coalesce(getvariable('now_at')::timestamp, ends_at(getvariable('as_of_on')::date)) as now_at,
        (select max(starts_on) from calendar) as starts_on
),
spoken as (
    select slice, max(sent_at) as last_at, count(*) as messages from told_message
    where in_span(sent_local::date) or is_of_today(sent_at)
    group by slice
),
ordered as (
    select slice, max(ordered_at) as last_at, count(*) as orders from told_purchase
    where in_span(ordered_on) or is_of_today(ordered_at)
    group by slice
),
slice as (select slice from spoken union select slice from ordered union select null)
select
    slice.slice, asked.starts_on, epoch(asked.now_at - spoken.last_at) / 3600 as hours_since_last_message,
    coalesce(spoken.messages, 0) as messages, epoch(asked.now_at - ordered.last_at) / 3600 as hours_since_last_order,
    coalesce(ordered.orders, 0) as orders, case when slice.slice is null then loaded.records end as of_records,
    case when slice.slice is null then loaded.rejected end as rejected_records
from slice
cross join asked
cross join loaded
left join spoken on spoken.slice is not distinct from slice.slice
left join ordered on ordered.slice is not distinct from slice.slice
order by slice.slice
