with done as (
    select
        slice, period_start(day) as starts_on, member, sum(messages)::bigint as messages,
        sum(replies_sent)::bigint as replies, sum(reactions_sent)::bigint as reactions
    from member_day
    group by all
),
-- Where each member shared or attended in each period: '' is no group, and counts in each that the member is in.
did as (
    select
        starts_on, member, list(place) filter (name = 'share') as shared_in,
        list(place) filter (name = 'attend') as attended_in
    from (
        select distinct
            period_start(day) as starts_on, member, name,
            case when getvariable('slice_by') = 'group' then coalesce(slice, '') else '' end as place
        from deed
        where name in ('share', 'attend') and in_span(day)
    )
    group by all
),
-- Members on platforms that can tell replies or reactions; others are in neither part of a rate that needs them.
replier as (select member from telling_member where kind = 'replies'),
reactor as (select member from telling_member where kind = 'reactions'),
-- Members of a period are many more than those of them who did something: what these did is joined to no more than to their
-- own rows, and counted beside.
counted as (
    select
        slice, starts_on, count(*) as members, count(*) filter (member in (from replier)) as of_replying_members,
        count(*) filter (member in (from reactor)) as of_reacting_members
    from present
    group by all
),
acted as (
    select
        present.slice, present.starts_on, count(*) filter (done.messages > 0) as speaking_members,
        count(*) filter (done.replies > 0 and done.member in (from replier)) as comment_members,
        count(*) filter (done.reactions > 0 and done.member in (from reactor)) as like_members,
        count(*) filter (done.messages > done.replies and done.member in (from replier)) as opening_members,
        sum(done.messages + done.reactions)::bigint as interactions
    from done
    join present on present.slice is not distinct from done.slice and present.starts_on = done.starts_on
        and present.member = done.member
    group by all
),
took_part as (
    select
        present.slice, present.starts_on,
        count(*) filter (list_has_any(did.shared_in, ['', present.slice])) as share_members,
        count(*) filter (list_has_any(did.attended_in, ['', present.slice])) as attending_members
    from did
    join present on present.starts_on = did.starts_on and present.member = did.member
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, coalesce(members, 0) as members,
    coalesce(speaking_members, 0) as speaking_members, coalesce(comment_members, 0) as comment_members,
    coalesce(like_members, 0) as like_members, coalesce(share_members, 0) as share_members,
    coalesce(attending_members, 0) as attending_members, coalesce(opening_members, 0) as opening_members,
    coalesce(interactions, 0) as interactions,
    coalesce(of_replying_members, 0) as of_replying_members, coalesce(of_reacting_members, 0) as of_reacting_members
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
left join acted on acted.slice is not distinct from slice.slice and acted.starts_on = calendar.starts_on
left join took_part on took_part.slice is not distinct from slice.slice and took_part.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
