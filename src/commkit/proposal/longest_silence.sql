-- The hours of the longest time without a message that counts since a day, up to as-of.
with moment as (
    select sent_at from message where sent_local::date >= $since
    union all
    select ends_at(getvariable('as_of_on')::date)
),
pause as (select epoch(sent_at - lag(sent_at) over (order by sent_at)) / 3600 as hours from moment)
select max(hours) as hours from pause
