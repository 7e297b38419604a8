-- Regulars are members of the period who spoke in three or more of the four before, inside the span or not; they fell
-- silent if they did not speak in the part of this period that lies in the span.
with span as (select min(day) as first_on from life_day where messages > 0),
numbered as (
    select unnest(periods(first_on, getvariable('as_of_on')::date)) as starts_on,
        generate_subscripts(periods(first_on, getvariable('as_of_on')::date), 1) as number
    from span
),
spoken as (
    select
        life_day.member, numbered.number,
        case when getvariable('slice_by') = 'group' then life_day.slice end as place,
        bool_or(in_span(life_day.day)) as is_in_span
    from life_day
    join numbered on numbered.starts_on = period_start(life_day.day)
    where life_day.messages > 0
    group by life_day.member, numbered.number, place
),
regular as (
    select spoken.member, spoken.place, spoken.number + ahead.number as number
    from spoken
    cross join (select unnest([1, 2, 3, 4]) as number) as ahead
    group by spoken.member, spoken.place, spoken.number + ahead.number
    having count(*) >= 3
),
counted as (
    select
        present.slice, numbered.starts_on, count(*) as of_regulars,
        count(*) filter (spoken.member is null) as silenced_regulars
    from regular
    join numbered using (number)
    join present on present.member = regular.member and present.starts_on = numbered.starts_on
        and (regular.place is null or present.slice = regular.place)
    left join spoken on spoken.member = regular.member and spoken.number = regular.number
        and spoken.place is not distinct from regular.place and spoken.is_in_span
    group by all
),
slice as (select slice from counted union select slice from sliced_stay)
select
    slice.slice, calendar.starts_on,
    case when numbered.number > 4 then coalesce(of_regulars, 0) end as of_regulars,
    case when numbered.number > 4 then coalesce(silenced_regulars, 0) end as silenced_regulars,
    case when numbered.number > 4 then rate(silenced_regulars, of_regulars) end as silenced_rate
from calendar
cross join slice
left join numbered on numbered.starts_on = calendar.starts_on
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
