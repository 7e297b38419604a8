with turned as (
    select
        slice, starts_on, count(*) filter (state not in ('dormant', 'inactive')) as active_members,
        count(*) filter (state = 'new') as new_members, count(*) filter (state = 'returning') as returning_members,
        count(*) filter (state = 'resurrected') as resurrected_members, count(*) filter (is_first) as first_speakers,
        count(*) filter (state = 'unknown_origin') as unknown_members,
        count(*) filter (is_perhaps_new) as perhaps_new_members,
        count(*) filter (state = 'dormant') as dormant_members,
        count(*) filter (state = 'inactive') as inactive_members,
        count(distinct case when left_on is not null then member end) as departed_members
    from life_state
    group by all
),
slice as (select distinct slice from turned),
counted as (
    select
        slice.slice, calendar.starts_on, coalesce(active_members, 0) as active_members,
        coalesce(new_members, 0) as new_members, coalesce(returning_members, 0) as returning_members,
        coalesce(resurrected_members, 0) as resurrected_members, coalesce(first_speakers, 0) as first_speakers,
        coalesce(unknown_members, 0) as unknown_members,
        coalesce(perhaps_new_members, 0) as perhaps_new_members, coalesce(dormant_members, 0) as dormant_members,
        coalesce(inactive_members, 0) as inactive_members, coalesce(departed_members, 0) as departed_members
    from calendar
    cross join slice
    left join turned on turned.slice is not distinct from slice.slice and turned.starts_on = calendar.starts_on
)
select
    * exclude (perhaps_new_members) replace (
        -- How many are new is not known where all who were born were perhaps there before the log.
        case when counted.new_members > 0 or perhaps_new_members = 0 then counted.new_members end as new_members
    ),
    counted.new_members + resurrected_members as gained_members,
    returning_members + dormant_members as of_before_members,
    rate(counted.new_members + resurrected_members, dormant_members) as quick_ratio,
    case when perhaps_new_members = 0 then counted.new_members end as told_new_members
from counted
order by slice, starts_on
