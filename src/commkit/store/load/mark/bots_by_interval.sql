-- Accounts that post at intervals: of at least 50 pauses between an account's messages, 95% have the same length to a
-- minute, between 10 minutes and 6 hours. Only accounts that write about as much on most days are looked at.
insert into raw.bot_sign
with per_day as (select account, day, messages from raw.account_day where messages > 0),
talker as (select account, median(messages) as usual from per_day group by account having sum(messages) > 50 and usual >= 4),
steady as (
    select per_day.account
    from per_day
    join talker using (account)
    group by per_day.account
    having count(*) filter (abs(per_day.messages - talker.usual) <= 1 + talker.usual / 20) * 5 >= count(*) * 4
),
spoken as (
    select distinct said.account, epoch(said.sent_at)::bigint // 60 as minute
    from raw.message as said
    semi join steady using (account)
    where said.kind in ('text', 'media')
),
pause as (
    select account, minutes, count(*) as pauses
    from (select account, minute - lag(minute) over (partition by account order by minute) as minutes from spoken)
    where minutes is not null
    group by account, minutes
),
usual as (
    select account, arg_max(minutes, (pauses, minutes)) as minutes, sum(pauses)::bigint as pauses
    from pause
    group by account
    having sum(pauses) >= 50
)
select account, 'at_intervals', sum(pause.pauses)::bigint, any_value(usual.pauses), any_value(usual.minutes)
from pause
join usual using (account)
where pause.minutes between usual.minutes - 1 and usual.minutes + 1 and usual.minutes between 10 and 360
    and account not in (select account from raw.bot_sign)
group by account
having sum(pause.pauses) * 20 >= any_value(usual.pauses) * 19
