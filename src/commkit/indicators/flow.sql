-- Members seen in the log's first period, whose joining no export tells, were there before.
with log as (select period_start(min(first_on)) as starts_on from sight),
turned as (
    select
        stay.slice, stay.starts_on, stay.left_how,
        stay.came_on is not null and stay.came_on >= stay.opens_on
            and (stay.is_stated or period_start(stay.came_on) > log.starts_on) as has_joined,
        coalesce(stay.left_on < stay.closes_on, false) as has_left
    from period_stay as stay
    cross join log
),
counted as (
    select
        slice, starts_on, count(*) filter (not has_joined) as of_opening_members,
        count(*) filter (has_joined) as joined_members,
        count(*) filter (has_left and left_how = 'leave') as left_members,
        count(*) filter (has_left and left_how = 'removed') as removed_members,
        count(*) filter (has_left and left_how = 'dissolved') as dissolved_members,
        count(*) filter (not has_left) as members,
        count(*) filter (has_left and left_how = 'leave' and not has_joined) as leave_members
    from turned
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, calendar.status,
    coalesce(counted.of_opening_members, 0) as of_opening_members,
    coalesce(counted.joined_members, 0) as joined_members, coalesce(counted.left_members, 0) as left_members,
    coalesce(counted.removed_members, 0) as removed_members,
    coalesce(counted.dissolved_members, 0) as dissolved_members, coalesce(counted.members, 0) as members,
    coalesce(counted.members - counted.of_opening_members, 0) as net_growth,
    coalesce(counted.leave_members, 0) as leave_members,
    rate(coalesce(counted.leave_members, 0), coalesce(counted.of_opening_members, 0)) as leave_rate
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
