-- Accounts that post by the clock: 95% of an account's messages fall on the same minute of every 60, 30, 20, 15, 12 or 10,
-- in at least 50 different hours and at least 6 hours of the day, since people too may come at a fixed time once a day.
-- Because stamps may be coarse, at most a quarter of the others' messages in the same groups, which must be at least 50,
-- may fall on that minute.
insert into raw.bot_sign
with spoken as not materialized (
    select account, group_id, sent_at, minute(sent_at) as minute
    from raw.message
    where kind in ('text', 'media') and account is not null
),
talker as (select account, sum(messages) as messages from raw.account_day group by account having sum(messages) >= 50),
per_minute as (
    select account, minute, count(*) as messages from spoken semi join talker using (account) group by account, minute
),
per_phase as (
    select account, every_minutes, minute % every_minutes as phase, sum(messages)::bigint as messages
    from per_minute
    cross join (select unnest([60, 30, 20, 15, 12, 10])::integer as every_minutes)
    group by all
),
regular as (
    select account, max(every_minutes) as every_minutes, arg_max(phase, every_minutes) as phase,
        arg_max(per_phase.messages, every_minutes) as messages, any_value(talker.messages)::bigint as of_messages
    from per_phase
    join talker using (account)
    where per_phase.messages * 20 >= talker.messages * 19
    group by account
),
in_hours as (
    select spoken.account, count(distinct epoch(spoken.sent_at)::bigint // 3600) as hours,
        count(distinct hour(spoken.sent_at)) as hours_of_day
    from spoken
    join regular using (account)
    where spoken.minute % regular.every_minutes = regular.phase
    group by spoken.account
),
at_home as (select distinct account, group_id from spoken semi join regular using (account)),
beside as (
    select group_id, minute, count(*) as messages
    from spoken
    where group_id in (select group_id from at_home) and account not in (select account from regular)
    group by group_id, minute
),
others as (
    select regular.account, sum(beside.messages) as messages,
        coalesce(sum(beside.messages) filter (beside.minute % regular.every_minutes = regular.phase), 0) as alike
    from regular
    join at_home using (account)
    join beside using (group_id)
    group by regular.account
)
select regular.account, 'by_the_clock', regular.messages, regular.of_messages, regular.every_minutes
from regular
join in_hours using (account)
join others using (account)
where in_hours.hours >= 50 and in_hours.hours_of_day >= 6 and others.messages >= 50 and others.alike * 4 <= others.messages
