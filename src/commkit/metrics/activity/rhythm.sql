with said as (
    select
        slice, isodow(sent_local)::integer as day, hour(sent_local)::integer as hour, count(*) as messages,
        count(distinct member) as members
    from message
    group by all
),
slice as (select distinct slice from said),
cell as (
    select slice.slice, weekday.day, hour.hour
    from slice
    cross join (select unnest(generate_series(1, 7))::integer as day) as weekday
    cross join (select unnest(generate_series(0, 23))::integer as hour) as hour
),
-- Staff have no channel, tenure or segment: broken down by one of these, they count in every slice.
staffed as (
    select
        slice, isodow(sent_local)::integer as day, hour(sent_local)::integer as hour,
        count(distinct sent_local::date) as staff_weeks
    from staff_message
    group by all
),
span as (
    select generate_series(
        first_on::timestamp, least(last_on, getvariable('as_of_on')::date)::timestamp, interval 1 day
    ) as days
    from asked_span
),
week as (
    select isodow(day.day)::integer as day, count(*) as of_weeks
    from (select unnest(days) as day from span) as day
    group by all
),
counted as (
    select
        cell.slice, cell.day, cell.hour, coalesce(said.messages, 0) as messages, coalesce(said.members, 0) as members,
        coalesce(week.of_weeks, 0) as of_weeks,
        case when exists (from everyone where is_staff and not is_bot) then coalesce(staffed.staff_weeks, 0) end as staff_weeks
    from cell
    left join said on said.slice is not distinct from cell.slice and said.day = cell.day and said.hour = cell.hour
    left join staffed on staffed.day = cell.day and staffed.hour = cell.hour
        and (staffed.slice is not distinct from cell.slice or getvariable('slice_by') not in ('group', 'platform'))
    left join week on week.day = cell.day
)
select
    slice, ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][day] as weekday,
    hour as local_hour, messages, members, of_weeks, rate(messages, of_weeks) as weekly_messages, staff_weeks,
    rate(staff_weeks, of_weeks) as staff_rate
from counted
order by slice, day, hour
