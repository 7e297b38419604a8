with done as (
    select
        slice, period_start(day) as starts_on, member, bool_or(is_active) as is_active, sum(messages) as messages,
        sum(replies_sent) as replies, sum(reactions_sent) as reactions
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
counted as (
    select
        present.slice, present.starts_on, count(*) as members, count(*) filter (done.is_active) as speaking_members,
        count(replier.member) as of_replying_members, count(reactor.member) as of_reacting_members,
        count(replier.member) filter (done.replies > 0) as comment_members,
        count(reactor.member) filter (done.reactions > 0) as like_members,
        count(*) filter (list_has_any(did.shared_in, ['', present.slice])) as share_members,
        count(*) filter (list_has_any(did.attended_in, ['', present.slice])) as attending_members,
        count(replier.member) filter (done.messages > done.replies) as opening_members,
        coalesce(sum(done.messages + done.reactions), 0)::bigint as interactions
    from present
    left join done on done.slice is not distinct from present.slice and done.starts_on = present.starts_on
        and done.member = present.member
    left join replier on replier.member = present.member
    left join reactor on reactor.member = present.member
    left join did on did.starts_on = present.starts_on and did.member = present.member
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
order by slice.slice, calendar.starts_on
