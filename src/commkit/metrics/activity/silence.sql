-- Nobody knows of the log's first four periods who was regular in those before.
with span as (select min(day) as first_on from life_day where messages > 0),
counted as (
    select slice, starts_on, count(*) as of_regulars, count(*) filter (is_silenced) as silenced_regulars
    from regular
    group by all
),
slice as (select slice from counted union select slice from sliced_stay)
select
    slice.slice, calendar.starts_on, case when is_known then coalesce(of_regulars, 0) end as of_regulars,
    case when is_known then coalesce(silenced_regulars, 0) end as silenced_regulars,
    case when is_known then rate(silenced_regulars, of_regulars) end as silenced_rate, earlier_periods
from (
    select
        calendar.starts_on, periods_between(span.first_on, calendar.starts_on) as earlier_periods,
        earlier_periods >= 4 as is_known
    from calendar
    cross join span
) as calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
