-- Who was active in the two periods, part by part: a member who was active in several parts at once counts in each of them
-- for an equal share, so `units` divided by `of_parts` add up to the members. Of a mean by day, each day of a member counts.
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
    select distinct
        opened.starts_on, life_day.slice, life_day.member, case when $indicator = 'dau' then life_day.day end as day
    from opened
    join life_day on life_day.day between opened.first_on and opened.last_on
    where life_day.is_active
),
shared as (select *, count(*) over (partition by starts_on, member, day) as of_parts from did)
select starts_on, slice, of_parts, count(*) as units
from shared
group by all
order by all
