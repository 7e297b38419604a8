-- What each account did in each group on each day of this share. People reached are distinct within the row: not
-- additive.
insert into raw.member_day
with message as not materialized (
    select *, local(sent_at)::date as day
    from raw.message
    where sent_at >= getvariable('rolled_from') and sent_at < getvariable('rolled_until') and kind in ('text', 'media')
),
spoken as (
    select account, group_id, day, 1::utinyint as message, reply_to from message where account is not null
),
answer as (
    select answered.account, reply.group_id, reply.day, reply.account as other, 1 as replies, 0 as reactions
    from message as reply
    join raw.message as answered on answered.key = reply.reply_to
    where reply.account <> answered.account
),
reaction as (
    select
        message.account, said.group_id, local(coalesce(said.happened_at, message.sent_at))::date as day,
        said.sender as other, 0 as replies, 1 as reactions
    from raw.interaction as said
    join raw.message as message on message.key = said.message
    where said.kind = 'reaction'
        and coalesce(said.happened_at, message.sent_at) >= getvariable('rolled_from')
        and coalesce(said.happened_at, message.sent_at) < getvariable('rolled_until')
),
reached as (
    select account, group_id, day, other, sum(replies) as replies, sum(reactions) as reactions
    from (from answer union all from reaction)
    where account <> other
    group by all
),
received as (
    select
        account, group_id, day, sum(replies)::integer as replies_received, sum(reactions)::integer as reactions_received,
        count(*)::integer as people_reached
    from reached
    group by all
),
reacted as (
    select other as account, group_id, day, count(*)::integer as reactions_sent from reaction group by all
),
bought as (
    select account, ordered_on as day, count(*)::integer as purchases, sum(amount) as amount
    from raw.purchase
    where account is not null
    group by all
),
acted as (
    select account, group_id, local(happened_at)::date as day, count(*)::integer as events
    from raw.event
    where account is not null
    group by all
),
part as (
    from spoken
    union all by name from received
    union all by name from reacted
    union all by name from bought
    union all by name from acted
)
-- Messages are counted; of each other part there is a row at most, so the greatest is the only one.
select
    account, group_id, day, count(message)::integer, count(reply_to)::integer, coalesce(max(replies_received), 0),
    coalesce(max(reactions_sent), 0), coalesce(max(reactions_received), 0), coalesce(max(people_reached), 0),
    coalesce(max(purchases), 0), coalesce(max(amount), 0), coalesce(max(events), 0)
from part
where day in (select day from rolled_day)
group by account, group_id, day
order by account, day
