-- By group, periods follow one another within the group; else per member, even where tenure or segment changes.
-- Days of the span's first period before the span are not shown, but members active on them have been active. Of the log's
-- first period nobody knows who was active in the one before.
with active_period as (
    select
        slice, member, case when getvariable('slice_by') = 'group' then slice_base(slice) end as place,
        period_start(day) as starts_on,
        bool_or(in_span(day) or day < period_start(getvariable('since_on')::date)) as is_shown
    from life_day
    where is_active
    group by all
),
log as (select period_start(min(day)) as starts_on from life_day),
chain as (
    select
        *, lag(case when is_shown then starts_on end) over beside as before_on,
        lead(case when is_shown then starts_on end) over beside as after_on,
        first_value(starts_on) over beside as first_on
    from active_period
    window beside as (partition by member, place order by starts_on)
),
active_state as (
    select
        chain.slice, chain.member, chain.starts_on,
        case
            when period_start(origin.origin_on) = chain.starts_on
            then case when origin.is_earlier then 'unknown_origin' else 'new' end
            when chain.starts_on = log.starts_on then 'unknown_origin'
            when chain.before_on = period_start(chain.starts_on - 1) then 'returning'
            else 'resurrected'
        end as state,
        chain.starts_on = chain.first_on and period_start(origin.joined_on) < chain.starts_on
            and chain.starts_on > log.starts_on and origin.is_followed as is_first,
        origin.is_earlier and period_start(origin.origin_on) = chain.starts_on as is_perhaps_new
    from chain
    left join origin using (member)
    cross join log
    where chain.is_shown
),
-- Members who fall silent belong to the slice in which they are as the silent period starts.
dormant_state as (
    select
        slice_again(chain.slice, origin.origin_on, standing.segment, standing.level, period_end(chain.starts_on)) as slice,
        chain.member, period_end(chain.starts_on) as starts_on, 'dormant' as state, false as is_first,
        false as is_perhaps_new
    from chain
    left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = chain.member
    left join standing on reads_standing() and standing.member = chain.member
        and standing.starts_on = period_end(chain.starts_on)
    where chain.is_shown and chain.after_on is distinct from period_end(chain.starts_on)
),
state as (from active_state union all from dormant_state),
turned as (
    select
        slice, starts_on, count(*) filter (state <> 'dormant') as active_members,
        count(*) filter (state = 'new') as new_members,
        count(*) filter (state = 'returning') as returning_members,
        count(*) filter (state = 'resurrected') as resurrected_members, count(*) filter (is_first) as first_speakers,
        count(*) filter (state = 'unknown_origin') as unknown_members,
        count(*) filter (is_perhaps_new) as perhaps_new_members,
        count(*) filter (state = 'dormant') as dormant_members
    from state
    where starts_on in (select starts_on from calendar)
    group by all
),
stayed as (
    select
        stay.slice, stay.starts_on,
        count(*) filter (
            state.member is null and coalesce(stay.left_on >= stay.closes_on, true)
            and coalesce(period_start(stay.came_on) < stay.starts_on, true)
        ) as inactive_members,
        count(distinct case when stay.left_on < stay.closes_on then stay.member end) as departed_members
    from period_stay as stay
    left join state on state.slice is not distinct from stay.slice and state.starts_on = stay.starts_on
        and state.member = stay.member
    group by all
),
slice as (select slice from turned union select slice from stayed),
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
    left join stayed on stayed.slice is not distinct from slice.slice and stayed.starts_on = calendar.starts_on
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
