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
    select account, group_id, happened_at, name from raw.event
)
select
    person.member, said.group_id, said.happened_at, local(said.happened_at)::date as day, said.name,
    coalesce(said.happened_at >= ends_at(getvariable('since_on')::date - 1), true)
        and coalesce(said.happened_at < ends_at(getvariable('until_on')::date), true) as is_in_span,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.happened_at)::date
    ) as slice
from said
join person using (account)
join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.happened_at)::date)
where said.happened_at < ends_at(getvariable('as_of_on')::date)
    and (said.group_id is null or in_cut_group(said.group_id));

-- What members did by name, other than in messages: with the campaign and the variant that it belongs to, a value, the
-- content (the key of the message with that id) and whom it was done to. Many
-- events belong to no group.
create or replace temp view event as
select
    person.member, said.group_id, said.name, said.happened_at, local(said.happened_at)::date as day, said.campaign,
    said.variant, said.value, said.content, target.member as subject,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.happened_at)::date
    ) as slice
from raw.event as said
join person on person.account = said.account
join member on member.member = person.member
left join person as target on target.account = said.subject
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.happened_at)::date)
where in_span(local(said.happened_at)::date) and (said.group_id is null or in_cut_group(said.group_id));

-- Who answers which message before as-of ends: staff too, bots never.
create or replace temp view reply as
select said.reply_to as answers, person.member, said.sent_at, described.is_staff
from raw.message as said
join person using (account)
join described using (member)
where said.reply_to is not null and said.kind in ('text', 'media') and not described.is_bot
    and said.sent_at < ends_at(getvariable('as_of_on')::date);

-- Messages that answer nobody and were answered before as-of ends: by anybody else, by staff and by peers first. Staff's
-- replies always count here, and nobody answers themselves.
create or replace temp view answered as
select
    opened.key, any_value(opened.slice) as slice, any_value(opened.member) as member,
    any_value(opened.group_id) as group_id, any_value(opened.sent_at) as sent_at,
    any_value(opened.sent_local) as sent_local, min(reply.sent_at) as replied_at,
    min(reply.sent_at) filter (reply.is_staff) as staff_replied_at,
    min(reply.sent_at) filter (not reply.is_staff) as peer_replied_at
from reply
join message as opened on opened.key = reply.answers
where opened.reply_to is null and opened.member <> reply.member and reply.sent_at >= opened.sent_at
group by opened.key;

create or replace temp view opening as
select
    opened.slice, opened.member, opened.group_id, opened.key, opened.sent_at, opened.sent_local,
    answered.replied_at, answered.staff_replied_at, answered.peer_replied_at
from message as opened
left join answered using (key)
where opened.reply_to is null;

-- What staff say in the span and the groups asked about; staff have no channel, tenure or segment of a member.
create or replace temp view staff_message as
select
    case getvariable('slice_by')
        when 'group' then coalesce(talk_group.title, talk_group.handle) when 'platform' then everyone.platform
    end as slice,
    local(said.sent_at) as sent_local
from raw.message as said
join person using (account)
join everyone using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
where said.kind in ('text', 'media') and everyone.is_staff and not everyone.is_bot and in_cut_group(said.group_id)
    and in_span(local(said.sent_at)::date);

-- Who drew replies, reactions and mentions from whom, day by day, whole history until as-of. Staff are among them, bots are
-- not; nobody draws anything from themselves.
create or replace temp view tie as
with said as (
    select answered.account, reply.account as giver, reply.group_id, local(reply.sent_at)::date as day, 'reply' as kind
    from raw.message as reply
    join raw.message as answered on answered.key = reply.reply_to
    where reply.kind in ('text', 'media')
    union all
    select
        message.account, said.sender, said.group_id, local(coalesce(said.happened_at, message.sent_at))::date, 'reaction'
    from raw.interaction as said
    join raw.message as message on message.key = said.message
    where said.kind = 'reaction'
    union all
    select receiver, sender, group_id, local(happened_at)::date, kind
    from raw.interaction
    where kind in ('mention', 'quote')
)
select drew.member, gave.member as giver, described.is_staff as is_by_staff, said.group_id, said.day, said.kind
from said
join person as drew on drew.account = said.account
join person as gave on gave.account = said.giver
join described on described.member = gave.member
where drew.member <> gave.member and not described.is_bot and said.day <= getvariable('as_of_on')::date
    and in_cut_group(said.group_id);
