-- A stay comes in a period if it begins in it; a member of unknown origin was there as it opened. Where no export can tell
-- that members leave, how many did is not known.
with turned as (
    select
        slice, starts_on, member, left_how, tells_leaves,
        coalesce(came_on >= opens_on, false) as has_come,
        coalesce(left_on < closes_on, false) as has_left
    from period_stay
),
counted as (
    select
        slice, starts_on, count(*) filter (not has_come) as of_opening_members,
        count(*) filter (not has_left) as members,
        count(*) filter (tells_leaves) > 0 as can_leave,
        count(*) filter (tells_leaves and not has_come) as of_telling_members,
        count(*) filter (tells_leaves and not has_come and has_left and left_how = 'leave') as leave_members
    from turned
    group by all
),
-- Counted apart, because few leave and each member counts once.
leaver as (
    select
        slice, starts_on, count(distinct member) filter (left_how = 'leave') as left_members,
        count(distinct member) filter (left_how = 'removed') as removed_members,
        count(distinct member) filter (left_how = 'dissolved') as dissolved_members
    from turned
    where has_left
    group by all
),
joiner as (select slice, starts_on, count(distinct member) as joined_members from newcomer group by all),
-- How many were born is not known where some were perhaps there before the log.
born as (
    select
        slice, starts_on, count(distinct member) filter (not is_earlier) as first_seen_members,
        bool_or(is_earlier) as is_perhaps_earlier
    from birth
    group by all
),
telling_slice as (select slice, bool_or(can_leave) as can_leave from counted group by all),
filled as (
    select
        telling_slice.slice, telling_slice.can_leave, calendar.starts_on,
        coalesce(counted.of_opening_members, 0) as of_opening_members,
        coalesce(joiner.joined_members, 0) as joined_members,
        case when not coalesce(born.is_perhaps_earlier, false) then coalesce(born.first_seen_members, 0) end
            as first_seen_members,
        coalesce(leaver.left_members, 0) as left_members, coalesce(leaver.removed_members, 0) as removed_members,
        coalesce(leaver.dissolved_members, 0) as dissolved_members, coalesce(counted.members, 0) as members,
        coalesce(counted.leave_members, 0) as leave_members,
        coalesce(counted.of_telling_members, 0) as of_telling_members
    from calendar
    cross join telling_slice
    left join counted
        on counted.slice is not distinct from telling_slice.slice and counted.starts_on = calendar.starts_on
    left join leaver on leaver.slice is not distinct from telling_slice.slice and leaver.starts_on = calendar.starts_on
    left join joiner on joiner.slice is not distinct from telling_slice.slice and joiner.starts_on = calendar.starts_on
    left join born on born.slice is not distinct from telling_slice.slice and born.starts_on = calendar.starts_on
)
select
    slice, starts_on, of_opening_members, joined_members, first_seen_members,
    case when can_leave then left_members end as left_members,
    case when can_leave then removed_members end as removed_members,
    case when can_leave then dissolved_members end as dissolved_members, members,
    members - of_opening_members as net_growth, case when can_leave then leave_members end as leave_members,
    case when can_leave then of_telling_members end as of_telling_members,
    rate(leave_members, of_telling_members) as leave_rate
from filled
order by slice, starts_on
