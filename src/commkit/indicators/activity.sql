with done as (
    select slice, member, day, sum(messages) as messages, bool_or(is_active) as is_active
    from life_day
    where is_active or messages > 0
    group by all
),
active_day as (select member, day from done where is_active),
spoken as (
    select
        slice, period_start(day) as starts_on, member, sum(messages) as messages,
        count(*) filter (is_active) as days
    from done
    where in_span(day)
    group by all
),
counted as (
    select
        slice, starts_on, count(*) filter (days > 0) as members, sum(messages)::bigint as messages,
        median(messages) filter (days > 0) as median_messages, sum(days)::bigint as member_days
    from spoken
    group by all
),
log as (select min(day) as first_on from life_day),
first_active as (select member, min(day) as first_on from active_day group by member),
-- Members whose joining no export tells, and who never spoke, came when they were first active.
came_on as (
    select member, origin.joined_on, coalesce(origin.origin_on, first_active.first_on) as origin_on
    from first_active
    left join origin using (member)
),
came as (
    select
        spoken.slice, spoken.starts_on,
        case
            when bool_or(
                period_start(log.first_on) = spoken.starts_on
                and period_start(came_on.joined_on) is distinct from spoken.starts_on
            )
            then null else count(*)
        end as new_members
    from spoken
    join came_on using (member)
    cross join log
    where spoken.days > 0 and period_start(came_on.origin_on) = spoken.starts_on
    group by all
),
slice as (select distinct slice from counted),
period as (
    select
        slice.slice, calendar.*,
        least(calendar.ends_on - 1, getvariable('until_on')::date, getvariable('as_of_on')::date) as last_on,
        greatest(calendar.starts_on, coalesce(getvariable('since_on')::date, (select min(day) from active_day)))
            as first_on
    from calendar
    cross join slice
)
select
    period.slice, period.starts_on, period.status, coalesce(counted.members, 0) as members,
    coalesce(counted.messages, 0) as messages, counted.median_messages,
    case when period.starts_on = (select period_start(first_on) from log) and came.starts_on is not null
        then came.new_members else coalesce(came.new_members, 0) end as new_members,
    coalesce(counted.member_days, 0) as member_days, (period.last_on - period.first_on + 1)::bigint as days,
    coalesce(rolling.wau, 0)::bigint as wau, coalesce(rolling.mau, 0)::bigint as mau
from period
left join counted on counted.slice is not distinct from period.slice and counted.starts_on = period.starts_on
left join came on came.slice is not distinct from period.slice and came.starts_on = period.starts_on
left join rolling_day as rolling on rolling.slice is not distinct from period.slice and rolling.day = period.last_on
order by period.slice, period.starts_on
