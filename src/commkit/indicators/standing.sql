-- Where members stand in the pyramid as each period starts, and as it ends.
with stood as (
    select present.slice, present.starts_on, present.member, standing.level, later.level as later_level
    from present
    join standing on standing.starts_on = present.starts_on and standing.member = present.member
    left join standing as later on later.member = present.member
        and later.starts_on = period_end(present.starts_on)
),
spoken as (
    select slice, period_start(day) as starts_on, member
    from member_day
    where is_active
    group by all
),
counted as (
    select
        stood.slice, stood.starts_on, count(*) filter (level in ('core', 'koc')) as core_members,
        count(*) filter (level <> 'potential') as of_alive_members,
        count(*) filter (level = 'occasional') as of_occasional_members,
        count(*) filter (level = 'occasional' and later_level in ('active', 'core', 'koc')) as promoted_members,
        count(*) filter (level = 'potential') as of_bottom_members,
        count(*) filter (level = 'potential' and spoken.member is not null) as woken_members
    from stood
    left join spoken on spoken.slice is not distinct from stood.slice and spoken.starts_on = stood.starts_on
        and spoken.member = stood.member
    group by all
),
written as (
    select
        member_day.slice, standing.starts_on, sum(messages) as messages,
        sum(messages) filter (standing.level in ('core', 'koc')) as core_messages
    from member_day
    join standing on standing.starts_on = period_start(member_day.day) and standing.member = member_day.member
    where standing.level <> 'potential'
    group by all
),
slice as (select distinct slice from present)
select
    slice.slice, calendar.starts_on, coalesce(core_members, 0) as core_members,
    coalesce(of_alive_members, 0) as of_alive_members,
    coalesce(of_occasional_members, 0) as of_occasional_members, coalesce(promoted_members, 0) as promoted_members,
    coalesce(of_bottom_members, 0) as of_bottom_members, coalesce(woken_members, 0) as woken_members,
    rate(coalesce(core_messages, 0), messages) as core_messages_share,
    rate(core_members, of_alive_members) as core_members_share
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
left join written on written.slice is not distinct from slice.slice and written.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
