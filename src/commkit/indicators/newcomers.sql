with counted as (
    select
        slice, starts_on, count(*) as joined_members,
        count(*) filter (not is_week_over) as pending, count(*) filter (is_week_over) as of_joined_members,
        count(*) filter (is_week_over and has_spoken) as first_speak_members,
        count(*) filter (is_week_over and first_on = came_on) as first_day_speakers,
        median(first_on - came_on) filter (is_week_over) as median_first_message_days,
        count(*) filter (tells_leaves) > 0 as can_leave,
        count(*) filter (is_week_over and tells_leaves) as of_telling_joined_members,
        count(*) filter (is_week_over and tells_leaves and has_left) as early_leave_members,
        count(*) filter (is_week_over and tells_leaves and has_left_at_once) as first_day_leavers,
        count(*) filter (not is_fortnight_over) as second_week_pending,
        count(*) filter (is_fortnight_over) as of_second_week_members,
        count(*) filter (is_fortnight_over and is_second_week) as second_week_members
    from settling
    group by all
),
slice as (select slice, bool_or(can_leave) as can_leave from counted group by slice),
-- Where none of them has an account on a platform whose messages were loaded, nobody can tell who spoke.
hearing as (
    select count(*) = 0 or bool_or(member in (select member from telling_member where kind = 'messages')) as can_hear
    from newcomer
)
select
    slice.slice, calendar.starts_on, coalesce(joined_members, 0) as joined_members,
    coalesce(pending, 0) as pending, coalesce(of_joined_members, 0) as of_joined_members,
    case when can_hear then coalesce(first_speak_members, 0) end as first_speak_members,
    case when can_hear then rate(first_speak_members, of_joined_members) end as first_speak_rate,
    case when can_hear then coalesce(first_day_speakers, 0) end as first_day_speakers, median_first_message_days,
    case when slice.can_leave then coalesce(of_telling_joined_members, 0) end as of_telling_joined_members,
    case when slice.can_leave then coalesce(early_leave_members, 0) end as early_leave_members,
    rate(early_leave_members, of_telling_joined_members) as early_leave_rate,
    case when slice.can_leave then coalesce(first_day_leavers, 0) end as first_day_leavers,
    coalesce(second_week_pending, 0) as second_week_pending,
    coalesce(of_second_week_members, 0) as of_second_week_members,
    case when can_hear then coalesce(second_week_members, 0) end as second_week_members,
    case when can_hear then rate(second_week_members, of_second_week_members) end as second_week_rate
from calendar
cross join slice
cross join hearing
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
