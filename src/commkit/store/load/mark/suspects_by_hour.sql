-- Accounts that may be bots: 95% of an account's messages fall into the same 20 minutes of every 1 to 24 hours, in 20 or
-- more different hours, and at most half of the others' messages in its groups, which must be at least 50, fall there too.
-- Who keeps to 20 minutes of some hours keeps to 20 minutes of every hour: only such accounts are looked at.
insert into raw.bot_sign
with talker as (select account from raw.account_day group by account having sum(messages) >= 20),
spoken as not materialized (
    select account, group_id, epoch(sent_at)::bigint // 300 as moment -- five minutes
    from raw.message
    where kind in ('text', 'media') and account is not null
),
starting as (select unnest(range(4)) as back),
in_hour as (
    select account, moment % 12 as place, count(*) as messages
    from spoken
    semi join talker using (account)
    where account not in (select account from raw.bot_sign)
    group by account, place
),
hourly as (
    select account
    from (
        select account, (place - back + 12) % 12 as start, sum(messages) as messages
        from in_hour
        cross join starting
        group by account, start
    )
    join (select account, sum(messages) as of_messages from in_hour group by account) using (account)
    group by account
    having max(messages) * 20 >= max(of_messages) * 19
),
said as materialized (select account, group_id, moment from spoken semi join hourly using (account)),
period as (select unnest([24, 12, 8, 6, 4, 3, 2, 1]) as hours),
in_period as (
    select account, hours, (moment - back) % (12 * hours) as start, count(*) as messages
    from said
    cross join period
    cross join starting
    group by account, hours, start
),
of_account as (
    select account, count(*) as messages, count(distinct moment // 12) as hours from said group by account
),
regular as (
    select of_account.account, max(in_period.hours) as hours,
        arg_max(in_period.start, (in_period.hours, in_period.messages)) as start,
        arg_max(in_period.messages, (in_period.hours, in_period.messages)) as messages,
        any_value(of_account.messages) as of_messages
    from in_period
    join of_account using (account)
    where in_period.messages * 20 >= of_account.messages * 19 and of_account.hours >= 20
    group by of_account.account
),
at_home as (select distinct said.account, said.group_id from said semi join regular using (account)),
beside as (
    select group_id, moment % 288 as moment, count(*) as messages
    from spoken
    where group_id in (select group_id from at_home) and account not in (select account from regular)
    group by all
),
others as (
    select regular.account, sum(beside.messages) as messages,
        coalesce(
            sum(beside.messages) filter ((beside.moment - regular.start + 288) % (12 * regular.hours) < 4), 0
        ) as alike
    from regular
    join at_home using (account)
    join beside using (group_id)
    group by regular.account
)
select regular.account, 'by_the_hour', regular.messages, regular.of_messages, (60 * regular.hours)::integer
from regular
join others using (account)
where others.messages >= 50 and others.alike * 2 <= others.messages
