-- Members of unknown origin may have come long before.
with born as (
    select slice, starts_on, member, place, born_on as came_on from birth where not is_earlier
),
back as (
    select
        born.slice, born.starts_on, born.member, born.place, bool_or(life_day.day = born.came_on + 1) as on_1,
        bool_or(life_day.day = born.came_on + 7) as on_7, bool_or(life_day.day = born.came_on + 30) as on_30,
        bool_or(life_day.day = born.came_on + 90) as on_90
    from born
    join life_day on life_day.member = born.member and (born.place is null or life_day.slice = born.place)
        and life_day.day - born.came_on in (1, 7, 30, 90)
    where life_day.is_active
    group by all
),
counted as (
    select
        born.slice, born.starts_on, count(*) as came_members,
        count(*) filter (born.came_on + 1 <= known_on()) as of_d1_members,
        count(*) filter (back.on_1) as d1_members,
        count(*) filter (born.came_on + 7 <= known_on()) as of_d7_members,
        count(*) filter (back.on_7) as d7_members,
        count(*) filter (born.came_on + 30 <= known_on()) as of_d30_members,
        count(*) filter (back.on_30) as d30_members,
        count(*) filter (born.came_on + 90 <= known_on()) as of_d90_members,
        count(*) filter (back.on_90) as d90_members
    from born
    left join back on back.slice is not distinct from born.slice and back.member = born.member
        and back.place is not distinct from born.place
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, coalesce(came_members, 0) as came_members,
    coalesce(d1_members, 0) as d1_members, coalesce(of_d1_members, 0) as of_d1_members,
    coalesce(d7_members, 0) as d7_members, coalesce(of_d7_members, 0) as of_d7_members,
    coalesce(d30_members, 0) as d30_members, coalesce(of_d30_members, 0) as of_d30_members,
    coalesce(d90_members, 0) as d90_members, coalesce(of_d90_members, 0) as of_d90_members
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
