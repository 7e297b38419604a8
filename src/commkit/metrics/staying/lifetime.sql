-- How many members' first stays ended after each number of days, the day of coming included, and how many were seen for
-- that long without an end; also how many cannot be told: they were there before the log begins, or came too lately.
-- A last active day is known to be the last only after the silence has lasted, so silence is watched that much shorter.
with log as (select min(first_on) as first_on from sight),
first_stay as (
    from sliced_stay
    qualify row_number() over (partition by member, place order by came_on nulls first) = 1
),
come as (from first_stay where came_on is not null and in_span(came_on)),
last_active as (
    select come.member, come.place, max(life_day.day) as day
    from come
    join life_day on life_day.member = come.member
        and case when getvariable('slice_by') = 'group' then life_day.slice end is not distinct from come.place
        and life_day.day between come.came_on and coalesce(come.left_on, date '9999-12-31')
    where $ending = 'silence' and life_day.is_active
    group by all
),
followed as (
    select
        come.slice, come.came_on,
        coalesce(
            (not come.is_stated and come.came_on < log.first_on + 7)
            or ($ending = 'silence' and come.came_on < log.first_on),
            false
        ) as is_earlier,
        case
            when $ending = 'silence' then coalesce(last_active.day, come.came_on)
            when come.left_how = 'leave' then come.left_on
        end as ended_on,
        least(known_on(), case when come.left_how <> 'leave' then come.left_on end)
            - case when $ending = 'silence' then $silent else 0 end as until_on
    from come
    cross join log
    left join last_active on last_active.member = come.member and last_active.place is not distinct from come.place
),
lived as (
    select
        slice, is_earlier, until_on < came_on as is_late, coalesce(ended_on <= until_on, false) as is_over,
        case
            when not is_earlier and came_on <= until_on
            then least(coalesce(ended_on, until_on), until_on) - came_on + 1
        end as days
    from followed
)
select
    slice, days::integer as days, count(*) filter (days is not null and is_over) as ended_members,
    count(*) filter (days is not null and not is_over) as staying_members,
    count(*) filter (is_earlier) as earlier_members, count(*) filter (is_late and not is_earlier) as late_members
from lived
group by all
order by slice, days
