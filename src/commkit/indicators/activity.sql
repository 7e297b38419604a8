with done as (
    select slice, member, day, sum(messages) as messages, bool_or(is_active) as is_active
    from life_day
    where is_active or messages > 0
    group by all
),
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
-- Born in the period and active in it; not known where some of them may have been there before the log begins.
came as (
    select
        spoken.slice, spoken.starts_on, case when not bool_or(origin.is_earlier) then count(*) end as new_members
    from spoken
    join origin using (member)
    where spoken.days > 0 and period_start(origin.origin_on) = spoken.starts_on
    group by all
),
slice as (select distinct slice from counted),
-- Orders and events name no group; the day on which the log of what counts as active begins.
log as (
    select min(starts_on) as first_on
    from log_start
    where case coalesce(getvariable('active_by'), 'spoke')
        when 'any' then true
        when 'bought' then group_id is null
        when 'event' then group_id is null
        else group_id is not null and in_cut_group(group_id)
    end
),
period as (
    select
        slice.slice, calendar.*,
        least(calendar.ends_on - 1, getvariable('until_on')::date, getvariable('as_of_on')::date) as last_on,
        greatest(calendar.starts_on, getvariable('since_on')::date, log.first_on) as first_on
    from calendar
    cross join slice
    cross join log
)
select
    period.slice, period.starts_on, coalesce(counted.members, 0) as members,
    coalesce(counted.messages, 0) as messages, counted.median_messages,
    case when came.starts_on is null then 0 else came.new_members end as new_members,
    coalesce(counted.member_days, 0) as member_days,
    case when period.first_on <= period.last_on then (period.last_on - period.first_on + 1)::bigint end as days,
    coalesce(rolling.wau, 0)::bigint as wau, coalesce(rolling.mau, 0)::bigint as mau
from period
left join counted on counted.slice is not distinct from period.slice and counted.starts_on = period.starts_on
left join came on came.slice is not distinct from period.slice and came.starts_on = period.starts_on
left join rolling_day as rolling on rolling.slice is not distinct from period.slice and rolling.day = period.last_on
order by period.slice, period.starts_on
