with changed as (
    select
        slice, period_start(day) as starts_on, sum(change) filter (change > 0) as issued_points,
        -sum(change) filter (change < 0) as redeemed_points, count(*) filter (change > 0) as issues,
        count(*) filter (change < 0) as redemptions
    from points
    group by all
),
slice as (select slice from changed union select null where getvariable('slice_by') is null)
select
    slice.slice, calendar.starts_on, coalesce(issued_points, 0) as issued_points,
    coalesce(redeemed_points, 0) as redeemed_points, coalesce(issues, 0) as issues, coalesce(redemptions, 0) as redemptions
from calendar
cross join slice
left join changed on changed.slice is not distinct from slice.slice and changed.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
