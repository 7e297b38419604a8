-- Joins and leaves that member lists and notices state, until as-of. A leave that names no group is from all of them.
create or replace temp view turning_anew as
select
    person.member, said.group_id, local(said.happened_at) as happened_local, local(said.happened_at)::date as day,
    said.change, inviter.member as inviter
from raw.membership as said
join person using (account)
join member using (member)
left join person as inviter on inviter.account = said.inviter
where local(said.happened_at)::date <= getvariable('as_of_on')::date
    and (in_cut_group(said.group_id) or (said.group_id is null and said.change <> 'join'));
create or replace temp view turning as from turning_anew;

-- Where, and from when to when, members were seen. Customers count as seen only in a community that has no chat.
create or replace temp view sight_anew as
select
    person.member, place.group_id,
    min(case when getvariable('by_chat') then place.first_seen_on else place.first_did_on end) as first_on,
    max(place.last_seen_on) as last_on
from raw.account_group as place
join person using (account)
join member using (member)
where in_cut_group(place.group_id)
    and case when getvariable('by_chat') then place.first_seen_on else place.first_did_on end
    <= getvariable('as_of_on')::date
group by all;
create or replace temp view sight as from sight_anew;

-- Members that a list of members names, and the group; null stands for the community as a whole. A member who joins or is
-- first seen after as-of is not in it yet.
create or replace temp view listed_anew as
with listing as (
    select distinct person.member, said.group_id
    from raw.profile as said
    join raw.load as load using (load_id)
    join person using (account)
    join member using (member)
    where not list_contains(load.lacks, 'roster') and in_cut_group(said.group_id)
),
sign as not materialized (
    select account, group_id, local(happened_at)::date as first_on, local(happened_at)::date as last_on
    from raw.membership
    where change = 'join'
    union all
    select account, group_id, first_seen_on, last_seen_on from raw.account_group where first_seen_on is not null
),
late as (
    select distinct person.member
    from sign
    join person using (account)
    where sign.last_on > getvariable('as_of_on')::date
),
known as (
    select person.member, sign.group_id, min(sign.first_on) as first_on
    from sign
    join person using (account)
    where person.member in (from late)
    group by all
)
select listing.member, listing.group_id
from listing
left join known on known.member = listing.member and (listing.group_id is null or known.group_id = listing.group_id)
group by all
having coalesce(min(known.first_on) <= getvariable('as_of_on')::date, true);
create or replace temp view listed as from listed_anew;

-- From when to when members were there, in whole days: in each group (`place` is its name), or in the community or in all
-- the groups asked about together (`place` is null). A stay begins with a join, or on the day when the member is first seen,
-- or seen again after leaving; `is_stated` says that it begins with a join, `is_earlier` that it began before the log as far
-- as is known, and `came_on` is null where no day is known. It ends with the next leave; `left_on` is null while the member
-- is there. A member whom a list of the whole community names leaves it only by a leave that names no group; others leave with
-- their last group. A member who comes back on the day of leaving has not left.
create or replace temp macro stays_of(each_group) as table
with cut as (
    select each_group as by_group, each_group or getvariable('in_groups') is not null as in_groups
),
of_all as (select member from listed where group_id is null and not (select in_groups from cut)),
first_leaving as (select member, min(day) as day from turning where change <> 'join' group by member),
back as (
    select distinct sight.member, first_leaving.day
    from sight
    join first_leaving on first_leaving.member = sight.member and sight.last_on >= first_leaving.day
),
-- Days of being seen that can begin a stay: the first, and any from the first leave on. Of customers of a community without
-- chat, a first order does not say that they were there before.
seen as (
    select
        sight.member, sight.group_id, sight.first_on as day,
        is_early(sight.first_on, log_start.starts_on) and getvariable('by_chat') as is_early
    from sight
    left join log_start on log_start.group_id is not distinct from sight.group_id
    union all
    select back.member, rollup.group_id, rollup.day, false
    from raw.member_day as rollup
    join person using (account)
    join back on back.member = person.member and rollup.day >= back.day
    where (rollup.messages > 0 or rollup.reactions_sent > 0) and rollup.day <= getvariable('as_of_on')::date
        and in_cut_group(rollup.group_id)
),
-- What is known of each member in each group; group 0 is the community.
told as (
    select
        said.member, case when of_all.member is null then coalesce(said.group_id, 0) else 0 end as group_id,
        said.day, said.happened_local, said.change, said.is_early
    from (
        select member, group_id, day, day::timestamp as happened_local, 'seen' as change, is_early from seen
        union all
        select member, group_id, day, happened_local, 'join', false from turning where change = 'join'
        union all
        select member, group_id, null, timestamp '-infinity', 'listed', false from listed
    ) as said
    left join of_all using (member)
    where said.group_id is not null or said.change = 'seen' or not (select in_groups from cut)
),
left_group as (
    select member, group_id, day, happened_local, change
    from turning
    where change <> 'join' and group_id is not null and member not in (from of_all)
),
left_all as (
    select turning.member, place.group_id, turning.day, turning.happened_local, turning.change
    from turning
    join (
        select member, group_id, min(happened_local) as known_local
        from (select member, group_id, happened_local from told union all select member, group_id, happened_local from left_group)
        group by all
    ) as place using (member)
    where turning.change <> 'join' and turning.group_id is null
        and (place.known_local <= turning.happened_local or not (select in_groups from cut))
),
leaving as (
    select
        member, group_id, happened_local, any_value(day) as left_on, max(change) as left_how,
        coalesce(lag(happened_local) over later, timestamp '-infinity') as after_local
    from (from left_group union all from left_all)
    group by member, group_id, happened_local
    window later as (partition by member, group_id order by happened_local)
),
-- The first arrival of all, and the first after each leave.
coming as (
    select
        told.member, told.group_id, coalesce(leaving.happened_local, timestamp '-infinity') as after_local,
        min(told.happened_local) as came_local, min(told.day) as came_on,
        min(told.day) filter (told.change = 'join') as joined_on,
        min(told.day) filter (told.is_early) as early_on
    from told
    left join leaving on leaving.member = told.member and leaving.group_id = told.group_id
        and leaving.happened_local < told.happened_local
    group by all
),
span as (
    select
        member, group_id, coalesce(came_on, date '0001-01-01') as from_on,
        coalesce(left_on, date '9999-12-31') as to_on, happened_local as left_local, left_how,
        coalesce(joined_on = came_on, false) as is_stated,
        coalesce(early_on = came_on and joined_on is distinct from came_on, false)
            and after_local = timestamp '-infinity' as is_earlier
    from coming
    full join leaving using (member, group_id, after_local)
    where came_local <= happened_local or happened_local is null or after_local = timestamp '-infinity'
),
placed as (
    select
        span.*, coalesce(talk_group.title, talk_group.handle) as place,
        max(to_on) over (
            partition by member, coalesce(talk_group.title, talk_group.handle) order by from_on, to_on
            rows between unbounded preceding and 1 preceding
        ) as before_on
    from span
    left join named_group as talk_group on (select by_group from cut) and talk_group.group_id = span.group_id
),
joined_up as (
    select
        *, count(*) filter (before_on is null or from_on > before_on) over (
            partition by member, place order by from_on, to_on
        ) as island
    from placed
)
select
    member, place, min(from_on) filter (from_on > date '0001-01-01') as came_on,
    nullif(max(to_on), date '9999-12-31') as left_on,
    case when max(to_on) < date '9999-12-31' then arg_max(left_how, (left_local, left_how)) end as left_how,
    coalesce(arg_min(is_stated, (from_on, not is_stated)) filter (from_on > date '0001-01-01'), false) as is_stated,
    coalesce(arg_min(is_earlier, (from_on, not is_stated, not is_earlier)) filter (from_on > date '0001-01-01'), false)
        as is_earlier
from joined_up
group by member, place, island;

-- Stays by group if the answer is broken down by group.
create or replace temp view stay_anew as from stays_of(coalesce(getvariable('slice_by') = 'group', false));
create or replace temp view stay as from stay_anew;

-- What some export can tell of each member, and groups, by name, that some export can tell who leaves.
create or replace temp view telling_member as
select distinct person.member, telling.kind
from person
join raw.account as account using (account)
join telling using (platform);
create or replace temp view telling_group as
select distinct coalesce(talk_group.title, talk_group.handle) as place
from named_group as talk_group
where talk_group.platform in (select platform from telling where kind = 'leaves') and in_cut_group(talk_group.group_id);

-- Stays with what they are filed under: a stay has one group, platform and channel, but no one tenure, segment or layer, so
-- that the layer is the one as of the answer.
create or replace temp view sliced_stay as
select
    slice_of(
        stay.place, member.platform, member.channel, member.trait, null::date, standing.segment, standing.level, null::date
    ) as slice,
    stay.*,
    case
        when stay.member not in (select member from telling_member where kind = 'leaves') then false
        when stay.place is not null then stay.place in (select place from telling_group)
        else getvariable('in_groups') is null or exists (select 1 from telling_group)
    end as tells_leaves
from stay
join member using (member)
left join standing on reads_standing() and standing.member = stay.member
    and standing.starts_on = getvariable('as_of_on')::date + 1;
-- Who is there as of the answer, slice by slice; a stay of which no day is known had begun before.
create or replace temp view here as
select distinct slice, member
from sliced_stay
where coalesce(came_on <= getvariable('as_of_on')::date, true) and coalesce(left_on > getvariable('as_of_on')::date, true);
create or replace temp view first_stay as
from sliced_stay
qualify row_number() over (partition by member, place order by came_on nulls first) = 1;

-- Each stay in every period that it touches; a period that the span cuts opens or closes with the span. Who was there before
-- the log was there in its every period, so that nothing grows where old members speak up: no `came_on` is known of them.
create or replace temp view period_stay as
with period as (
    select
        starts_on, greatest(starts_on, getvariable('since_on')::date) as opens_on,
        least(ends_on, getvariable('until_on')::date + 1) as closes_on
    from calendar
)
select
    slice_again(stay.slice, origin.origin_on, standing.segment, standing.level, period.starts_on) as slice,
    period.starts_on, period.opens_on, period.closes_on,
    stay.* exclude (slice, came_on), case when not stay.is_earlier then stay.came_on end as came_on
from period
join sliced_stay as stay on (stay.is_earlier or coalesce(stay.came_on, date '0001-01-01') < period.closes_on)
    and coalesce(stay.left_on, date '9999-12-31') >= period.opens_on
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = stay.member
left join standing on reads_standing() and standing.member = stay.member
    and standing.starts_on = period.starts_on;

-- The members of each period: who is there as it closes.
create or replace temp view present as
select slice, starts_on, member, came_on
from period_stay
where left_on is null or left_on >= closes_on;

-- The first stay of each member in a place, if it begins in the span.
create or replace temp view arrival as
select
    slice_again(stay.slice, origin.origin_on, standing.segment, standing.level, stay.came_on) as slice,
    period_start(stay.came_on) as starts_on, stay.* exclude (slice)
from first_stay as stay
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = stay.member
left join standing on reads_standing() and standing.member = stay.member
    and standing.starts_on = period_start(stay.came_on)
where in_span(stay.came_on);

-- Members whose arrival is a join that an export states.
create or replace temp view newcomer as select * exclude (is_stated, is_earlier) from arrival where is_stated;

-- Members born in the span: in the community on the day of `origin`, in groups on the day of their arrival there.
create or replace temp view birth as
with born as (
    select
        stay.slice, stay.member, stay.place, origin.origin_on,
        case when stay.place is null and getvariable('in_groups') is null then origin.origin_on else stay.came_on end
            as born_on,
        case when stay.place is null and getvariable('in_groups') is null then origin.is_earlier else stay.is_earlier end
            as is_earlier
    from first_stay as stay
    join origin using (member)
)
select
    slice_again(born.slice, born.origin_on, standing.segment, standing.level, born.born_on) as slice,
    period_start(born.born_on) as starts_on, born.* exclude (slice, origin_on)
from born
left join standing on reads_standing() and standing.member = born.member
    and standing.starts_on = period_start(born.born_on)
where in_span(born.born_on);

-- Who invited whom and when: by a table of referrals, or by the join on the day when the member first came. The first
-- inviter counts, nobody invites themselves, and a referral belongs to no group.
create or replace temp view invitation as
with said as (
    select
        invitee.member, inviter.member as inviter, local(said.happened_at) as happened_local, null::integer as group_id
    from raw.referral as said
    join person as invitee on invitee.account = said.invitee
    join person as inviter on inviter.account = said.inviter
    union all
    select turning.member, turning.inviter, turning.happened_local, turning.group_id
    from turning
    join origin using (member)
    where turning.change = 'join' and turning.day = least(origin.joined_on, origin.first_spoke_on)
),
first_said as (
    from said
    where member <> inviter and happened_local::date <= getvariable('as_of_on')::date
    qualify row_number() over (
        partition by member
        order by happened_local, (select handle from everyone where everyone.member = said.inviter), group_id
    ) = 1
)
select
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, said.happened_local::date
    ) as slice,
    said.member, said.inviter, said.happened_local::date as invited_on
from first_said as said
join member using (member)
left join named_group as talk_group on talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = said.member
left join standing on reads_standing() and standing.member = said.member
    and standing.starts_on = period_start(said.happened_local::date);
