-- What each account did in each group on each touched day. Reached people are distinct within the row: not additive.
insert into raw.member_day
with span as (
    select timezone('UTC', timezone(getvariable('tz'), min(day)::timestamp)) as starts_at,
        timezone('UTC', timezone(getvariable('tz'), (max(day) + 1)::timestamp)) as ends_at
    from touched_day
),
message as (
    select *, local(sent_at)::date as day
    from raw.message
    where sent_at >= (select starts_at from span) and sent_at < (select ends_at from span) and kind in ('text', 'media')
),
spoken as (
    select account, group_id, day, count(*) as messages, count(reply_to) as replies_sent
    from message
    where account is not null
    group by all
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
),
received as (
    select
        account, group_id, day, sum(replies) as replies_received, sum(reactions) as reactions_received,
        count(distinct other) as people_reached
    from (from answer union all from reaction)
    where account <> other
    group by all
),
reacted as (
    select other as account, group_id, day, count(*) as reactions_sent from reaction group by all
),
bought as (
    select account, ordered_on as day, count(*) as purchases, sum(amount) as amount
    from raw.purchase
    where account is not null
    group by all
),
part as (
    from spoken
    union all by name from received
    union all by name from reacted
    union all by name from bought
)
select
    account, group_id, day, coalesce(sum(messages), 0), coalesce(sum(replies_sent), 0),
    coalesce(sum(replies_received), 0), coalesce(sum(reactions_sent), 0), coalesce(sum(reactions_received), 0),
    coalesce(sum(people_reached), 0), coalesce(sum(purchases), 0), coalesce(sum(amount), 0)
from part
where day in (select day from touched_day)
group by account, group_id, day
order by account, day
