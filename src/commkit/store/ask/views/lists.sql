-- Whom questions count, one row a member: the count and the list of --members both read these.

-- Members of a period who spoke in three or more of the four before, inside the span or not; they fell silent if they did not
-- speak in the part of this period that lies in the span.
create or replace temp view regular as
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
used_to_speak as (
    select spoken.member, spoken.place, spoken.number + ahead.number as number, count(*) as spoken_periods
    from spoken
    cross join (select unnest([1, 2, 3, 4]) as number) as ahead
    group by spoken.member, spoken.place, spoken.number + ahead.number
    having count(*) >= 3
)
select
    present.slice, numbered.starts_on, used_to_speak.member, used_to_speak.spoken_periods,
    spoken.member is null as is_silenced
from used_to_speak
join numbered using (number)
join present on present.member = used_to_speak.member and present.starts_on = numbered.starts_on
    and (used_to_speak.place is null or present.slice = used_to_speak.place)
left join spoken on spoken.member = used_to_speak.member and spoken.number = used_to_speak.number
    and spoken.place is not distinct from used_to_speak.place and spoken.is_in_span;

-- What became of those who joined: a first message within 7 days, activity on days 7 to 13, leaving by themselves within 7.
create or replace temp view settling as
with follow as (
    select
        newcomer.*, newcomer.came_on + 7 <= known_on() + 1 as is_week_over,
        newcomer.came_on + 14 <= known_on() + 1 as is_fortnight_over,
        newcomer.left_how = 'leave' and newcomer.left_on < newcomer.came_on + 7 as has_left,
        newcomer.left_how = 'leave' and newcomer.left_on = newcomer.came_on as has_left_at_once
    from newcomer
),
spoken as (
    select
        follow.member, follow.place,
        min(life_day.day) filter (life_day.messages > 0 and life_day.day < follow.came_on + 7) as first_on,
        bool_or(life_day.is_active and life_day.day >= follow.came_on + 7) as is_second_week
    from follow
    join life_day on life_day.member = follow.member and (follow.place is null or life_day.slice = follow.place)
        and life_day.day between follow.came_on and follow.came_on + 13
    group by all
)
select
    follow.*, spoken.first_on, spoken.first_on is not null as has_spoken,
    coalesce(spoken.is_second_week, false) as is_second_week
from follow
left join spoken on spoken.member = follow.member and spoken.place is not distinct from follow.place;

-- Messages that open a conversation, where answers can be told, and whether their 7 days are over.
create or replace temp view answerable as
with known as (select ends_at(known_on()) as until_at)
select
    slice, period_start(sent_local::date) as starts_on, key, member, group_id, sent_local,
    sent_at + interval 7 days <= known.until_at as is_over
from message
cross join known
where reply_to is null and group_id in (select group_id from covered where kind = 'replies');

-- Those whose 7 days are over and that anybody ever answered, and after how many seconds of these.
create or replace temp view answer_wait as
with known as (select ends_at(known_on()) as until_at)
select
    key, slice, period_start(sent_local::date) as starts_on,
    case when replied_at < sent_at + interval 7 days then epoch(replied_at - sent_at) end as any_seconds,
    case when staff_replied_at < sent_at + interval 7 days then epoch(staff_replied_at - sent_at) end as staff_seconds,
    case when peer_replied_at < sent_at + interval 7 days then epoch(peer_replied_at - sent_at) end as peer_seconds
from answered
cross join known
where sent_at + interval 7 days <= known.until_at
    and group_id in (select group_id from covered where kind = 'replies');

-- Groups as people know them, whatever they are filed under.
create or replace temp view group_name as select group_id, coalesce(title, handle) as name from raw.talk_group;

-- What each member is in each period of the span: active in one way, or silent; null who is neither. Who left has the day.
-- By group, periods follow one another within the group; else per member, even where tenure or segment changes.
-- Days of the span's first period before the span are not shown, but members active on them have been active. Of the log's
-- first period nobody knows who was active in the one before.
create or replace temp view life_state as
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
state as (from active_state union all from dormant_state)
select slice, starts_on, member, state, is_first, is_perhaps_new, null::date as left_on
from state
where starts_on in (select starts_on from calendar)
union all
select
    stay.slice, stay.starts_on, stay.member,
    case
        when state.member is null and coalesce(stay.left_on >= stay.closes_on, true)
            and coalesce(period_start(stay.came_on) < stay.starts_on, true)
        then 'inactive'
    end,
    false, false, case when stay.left_on < stay.closes_on then stay.left_on end
from period_stay as stay
left join state on state.slice is not distinct from stay.slice and state.starts_on = stay.starts_on
    and state.member = stay.member;

-- On which days members were active: in which group, by group.
create or replace temp view active_place_day as
select distinct slice, member, case when getvariable('slice_by') = 'group' then slice_base(slice) end as place, day
from life_day
where is_active;

-- In how many periods, or days, after birth a day lies.
create or replace temp macro interval_after(born_on, day, by_day) as
    case when by_day then day - born_on else periods_between(born_on, day) end;

-- Each member's cohort: one, or with recurring births one for each period in which they were active. Who was first active
-- soon after the log begins may have been active before, unless they joined since.
create or replace temp macro cohort_member(by_birth) as table
with log as (select min(day) as starts_on from active_place_day),
born as (
    select slice, starts_on, member, place, born_on, is_earlier from birth where by_birth = 'came'
    union all
    select
        arg_min(slice, day), period_start(min(day)), member, place, min(day),
        is_early(min(day), any_value(log.starts_on))
            and not coalesce(any_value(origin.joined_on) >= any_value(log.starts_on), false)
    from active_place_day
    join origin using (member)
    cross join log
    where by_birth = 'active'
    group by member, place
    having in_span(min(day))
    union all
    select arg_min(slice, day), period_start(day) as starts_on, member, place, min(day), false
    from active_place_day
    where by_birth = 'recurring' and in_span(day)
    group by member, place, starts_on
)
-- Members of unknown origin stand only in cohorts in which there is nobody else.
from born
qualify not is_earlier or bool_and(is_earlier) over (partition by slice, starts_on);

-- Those who ordered for the first time in the span, and after how many days again.
create or replace temp view first_time_buyer as
select
    buyer.*, period_start(buyer.first_on) as starts_on, buyer.second_on - buyer.first_on as gap_days,
    known_on() - buyer.first_on as known_days
from buyer
where in_span(buyer.first_on);

-- Stays by group, whether the member is there at the end of the span, and active in its last 28 days. The day of coming of
-- those who were there before the log is not known.
create or replace temp view group_stay as
with known as (select least(getvariable('as_of_on')::date, getvariable('until_on')::date) as last_on),
lately as (
    select distinct life_day.slice, life_day.member
    from life_day
    cross join known
    where life_day.is_active and life_day.day > known.last_on - 28 and life_day.day <= known.last_on
),
held as materialized (
    select member, place, case when not is_earlier then came_on end as came_on, left_on from stay
)
select
    held.place, held.member, held.came_on, held.left_on,
    coalesce(held.came_on <= known.last_on, true) and coalesce(held.left_on > known.last_on, true) as is_here,
    lately.member is not null as is_active
from held
cross join known
left join lately on lately.member = held.member and lately.slice = held.place;
