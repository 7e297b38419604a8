-- Who comes and goes: what member lists and lines of joining and leaving state of each person, until as-of.
create or replace temp view turning as
select
    person.member, said.group_id, local(said.happened_at) as happened_local, local(said.happened_at)::date as day,
    said.change, said.how, inviter.member as inviter
from raw.membership as said
join person using (account)
join member using (member)
left join person as inviter on inviter.account = said.inviter
where local(said.happened_at)::date <= getvariable('as_of_on')::date and in_cut_group(said.group_id);

-- The days on which people were there to be seen. Customers are seen only in a community that has no chat.
create or replace temp view sighting as
select person.member, rollup.group_id, rollup.day
from raw.member_day as rollup
join person using (account)
join member using (member)
where rollup.day <= getvariable('as_of_on')::date and in_cut_group(rollup.group_id)
    and (
        rollup.messages > 0 or rollup.reactions_sent > 0
        or (not getvariable('by_chat') and (rollup.purchases > 0 or rollup.events > 0))
    );

-- Whom a list of members names, and where: null stands for the community as a whole.
create or replace temp view listed as
select distinct person.member, said.group_id
from raw.profile as said
join raw.load as load using (load_id)
join person using (account)
join member using (member)
where not list_contains(load.lacks, 'roster') and in_cut_group(said.group_id);

-- From when to when people were members of each place: a group if the answer is cut or broken down by group, else the
-- community. A stay begins with a stated joining, or where the person is first seen or seen again; `came_on` is null
-- where neither is known. It ends with a stated leaving, and `left_on` is null while the person is there. Who is named
-- in a list of the whole community leaves it only by a leaving that names no group; others leave with their last group.
create or replace temp view stay as
with by_place as (
    select coalesce(getvariable('slice_by') = 'group', false) or getvariable('in_groups') is not null as answer
),
of_community as (select member from listed where group_id is null and not (select answer from by_place)),
turned as (
    select
        turning.* exclude (group_id),
        case when of_community.member is null then turning.group_id end as group_id
    from turning
    left join of_community using (member)
    where of_community.member is null or turning.group_id is null or turning.change = 'join'
),
seen as (
    select
        sighting.member, sighting.day, case when of_community.member is null then sighting.group_id end as group_id
    from sighting
    left join of_community using (member)
),
leaving as (select member, group_id, happened_local, day from turned where change <> 'join'),
evidence as (
    select member, group_id, happened_local, day, change, inviter from turned
    union all
    select member, group_id, min(day)::timestamp, min(day), 'seen', null from seen group by all
    union all
    select member, group_id, min(again.day)::timestamp, min(again.day), 'seen', null
    from (
        select seen.member, seen.group_id, seen.day, leaving.happened_local
        from leaving
        join seen on seen.member = leaving.member and seen.group_id is not distinct from leaving.group_id
            and seen.day > leaving.day
    ) as again
    group by again.member, again.group_id, again.happened_local
    union all
    select member, case when of_community.member is null then listed.group_id end, null, null, 'listed', null
    from listed
    left join of_community using (member)
),
numbered as (
    select
        *,
        count(*) filter (change in ('leave', 'removed', 'dissolved')) over (
            partition by member, group_id order by happened_local nulls first, change = 'listed', change in ('leave', 'removed', 'dissolved')
            rows between unbounded preceding and 1 preceding
        ) as turn
    from evidence
),
span as (
    select
        member, group_id, turn, min(day) filter (change in ('join', 'seen')) as came_on,
        max(day) filter (change in ('leave', 'removed', 'dissolved')) as left_on,
        any_value(change) filter (change in ('leave', 'removed', 'dissolved')) as left_how,
        bool_or(change = 'join') as is_stated, arg_min(inviter, happened_local) filter (change = 'join') as inviter
    from numbered
    group by all
    having turn = 0 or came_on is not null
),
placed as (
    select
        *, case when getvariable('slice_by') = 'group' then group_id end as place,
        coalesce(came_on, date '0001-01-01') as from_on, coalesce(left_on, date '9999-12-31') as to_on
    from span
),
opened as (
    select
        *,
        coalesce(from_on > max(to_on) over (
            partition by member, place order by from_on, to_on rows between unbounded preceding and 1 preceding
        ), true) as is_new
    from placed
),
joined_up as (
    select
        *, sum(is_new::integer) over (
            partition by member, place order by from_on, to_on rows between unbounded preceding and current row
        ) as island
    from opened
)
select
    member, place as group_id, nullif(min(from_on), date '0001-01-01') as came_on,
    nullif(max(to_on), date '9999-12-31') as left_on,
    case when max(to_on) < date '9999-12-31' then arg_max(left_how, to_on) end as left_how,
    coalesce(arg_min(is_stated, from_on), false) as is_stated, arg_min(inviter, from_on) as inviter
from joined_up
group by member, place, island;

-- Stays with what they are filed under: a stay has one group, platform and channel, but no one tenure or segment.
create or replace temp view sliced_stay as
select
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, null::date, null, null::date
    ) as slice,
    stay.*
from stay
join member using (member)
left join raw.talk_group as talk_group using (group_id);

-- The members of each period: who is there at its end.
create or replace temp view present as
select
    case
        when getvariable('slice_by') in ('tenure', 'segment')
        then slice_of(null, null, null, origin.origin_on, standing.segment, calendar.starts_on)
        else stay.slice
    end as slice,
    calendar.starts_on, stay.member
from calendar
join sliced_stay as stay on coalesce(stay.came_on, date '0001-01-01') < calendar.ends_on
    and (stay.left_on is null or stay.left_on >= calendar.ends_on)
left join origin on getvariable('slice_by') = 'tenure' and origin.member = stay.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = stay.member
    and standing.starts_on = calendar.starts_on;

-- Who was brought in by whom and when: by a table of referrals, or by the line that says who invited. The first
-- inviter holds, and nobody invites themselves.
create or replace temp view invitation as
with said as (
    select invitee.member, inviter.member as inviter, local(said.happened_at)::date as day, said.happened_at as at_instant
    from raw.referral as said
    join person as invitee on invitee.account = said.invitee
    join person as inviter on inviter.account = said.inviter
    union all
    select member, inviter, day, happened_local from turning where change = 'join' and inviter is not null
)
select member, arg_min(inviter, (at_instant, inviter)) as inviter, min(day) as invited_on
from said
join member using (member)
where member <> inviter and day <= getvariable('as_of_on')::date
group by member;
