-- The same by the local hour at which members wrote; of messages, each counts in its own hour.
with period as (
    select starts_on, period_end(starts_on) - 1 as last_on
    from (values ($before_on::date), ($now_on::date)) as given (starts_on)
),
opened as (
    select
        starts_on, last_on,
        case $indicator when 'wau' then last_on - 6 when 'mau' then last_on - 29 else starts_on end as first_on
    from period
),
did as (
    select
        opened.starts_on, hour(message.sent_local) as local_hour, message.member,
        case when $indicator in ('dau', 'messages') then message.sent_local::date end as day,
        case when $indicator = 'messages' then message.key end as key, count(*) as units
    from opened
    join message on message.sent_local::date between opened.first_on and opened.last_on
    group by all
),
shared as (
    select
        starts_on, local_hour, case when $indicator = 'messages' then units else 1 end as units,
        count(*) over (partition by starts_on, member, day, key) as of_parts
    from did
)
select starts_on, lpad(local_hour::varchar, 2, '0') || ':00' as slice, of_parts, sum(units)::bigint as units
from shared
group by all
order by all
