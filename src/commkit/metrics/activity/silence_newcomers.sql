-- Each member's first message, if it answers nobody, with its group; only of members whom the log follows since their birth,
-- and in groups of which replies can be told.
with begun as (
    select
        message.member, origin.first_spoke_on as first_on, arg_min(message.key, (message.sent_at, message.key)) as key,
        arg_min(message.slice, (message.sent_at, message.key)) as slice
    from message
    join origin on origin.member = message.member and origin.first_spoke_on = message.sent_local::date
    where origin.is_followed
    group by message.member, origin.first_spoke_on
),
first_message as (
    select begun.slice, begun.member, begun.first_on, message.key, message.sent_at
    from begun
    join message using (key)
    where message.reply_to is null and message.group_id in (select group_id from covered where kind = 'replies')
),
answer as (
    select distinct first_message.key
    from first_message
    join reply on reply.answers = first_message.key
    where reply.member <> first_message.member and reply.sent_at >= first_message.sent_at
        and reply.sent_at < first_message.sent_at + interval 7 day
),
back as (
    select distinct first_message.member
    from first_message
    join life_day using (member)
    where life_day.messages > 0 and life_day.day between first_message.first_on + 1 and first_message.first_on + 28
),
told as (
    select
        first_message.slice, period_start(first_message.first_on) as starts_on,
        answer.key is not null as is_answered, back.member is not null as is_back,
        first_message.first_on + 28 <= known_on() as is_over
    from first_message
    left join answer using (key)
    left join back using (member)
),
counted as (
    select
        slice, starts_on, count(*) filter (not is_over) as pending,
        count(*) filter (is_over and is_answered) as of_answered_members,
        count(*) filter (is_over and is_answered and is_back) as answered_returners,
        count(*) filter (is_over and not is_answered) as of_unanswered_members,
        count(*) filter (is_over and not is_answered and is_back) as unanswered_returners
    from told
    group by all
),
slice as (select distinct slice from member_day where messages > 0)
select
    slice.slice, calendar.starts_on, coalesce(pending, 0) as pending,
    coalesce(of_answered_members, 0) as of_answered_members, coalesce(answered_returners, 0) as answered_returners,
    rate(answered_returners, of_answered_members) as answered_return_rate,
    coalesce(of_unanswered_members, 0) as of_unanswered_members,
    coalesce(unanswered_returners, 0) as unanswered_returners,
    rate(unanswered_returners, of_unanswered_members) as unanswered_return_rate
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
