-- Everything that people do, one line each, whole history until as-of: a funnel's steps. Its names are join, message,
-- reply, reaction, order, and whatever the events are called; a message that answers another is both. A filter on the
-- name leaves the other facts unread.
create or replace temp view deed as
with said as (
    select account, group_id, sent_at as happened_at, 'message' as name
    from raw.message
    where kind in ('text', 'media')
    union all
    select account, group_id, sent_at, 'reply'
    from raw.message
    where kind in ('text', 'media') and reply_to is not null
    union all
    select said.sender, said.group_id, coalesce(said.happened_at, message.sent_at), 'reaction'
    from raw.interaction as said
    left join raw.message as message on message.key = said.message
    where said.kind = 'reaction'
    union all
    select account, group_id, happened_at, 'join' from raw.membership where change = 'join'
    union all
    select account, null, ordered_at, 'order' from raw.purchase
    union all
    select account, null, happened_at, name from raw.event
)
select
    person.member, said.group_id, said.happened_at, local(said.happened_at)::date as day, said.name,
    coalesce(said.happened_at >= ends_at(getvariable('since_on')::date - 1), true)
        and coalesce(said.happened_at < ends_at(getvariable('until_on')::date), true) as is_in_span,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, origin.origin_on,
        standing.segment, local(said.happened_at)::date
    ) as slice
from said
join person using (account)
join member using (member)
left join raw.talk_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(local(said.happened_at)::date)
where said.happened_at < ends_at(getvariable('as_of_on')::date)
    and (said.group_id is null or in_cut_group(said.group_id));

-- Messages that answer nobody, each with the first replies to it before as-of ends: anybody else's, staff's and peers'.
-- Staff's replies always count here, bots' never, and nobody answers themselves.
create or replace temp view opening as
with opened as (select * from message where reply_to is null),
answer as (
    select
        opened.key, min(reply.sent_at) as replied_at, min(reply.sent_at) filter (described.is_staff) as staff_replied_at,
        min(reply.sent_at) filter (not described.is_staff) as peer_replied_at
    from raw.message as reply
    join opened on opened.key = reply.reply_to
    join person on person.account = reply.account
    join described on described.member = person.member
    where reply.kind in ('text', 'media') and person.member <> opened.member and not described.is_bot
        and reply.sent_at >= opened.sent_at and reply.sent_at < ends_at(getvariable('as_of_on')::date)
    group by opened.key
)
select
    opened.slice, opened.member, opened.group_id, opened.key, opened.sent_at, opened.sent_local,
    answer.replied_at, answer.staff_replied_at, answer.peer_replied_at
from opened
left join answer using (key);
