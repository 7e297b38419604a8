with log as (select min(day) as first_on from life_day),
-- Each day's ratio; none where nobody was active in the 30 days, or 7, to it.
ratio as (
    select slice, day, mau, rate(dau, mau) as dau_mau, rate(dau, wau) as dau_wau from rolling_day where in_span(day)
),
counted as (
    select
        slice, period_start(day) as starts_on, arg_max(mau, day) as mau, sum(dau_mau) as dau_mau_sum,
        count(dau_mau) as of_mau_days, sum(dau_wau) as dau_wau_sum, count(dau_wau) as of_wau_days
    from ratio
    group by all
),
slice as (select distinct slice from counted),
period as (
    select
        slice.slice, calendar.starts_on,
        greatest(calendar.starts_on, getvariable('since_on')::date) - log.first_on as days_before
    from calendar
    cross join slice
    cross join log
)
select
    period.slice, period.starts_on, coalesce(mau, 0) as mau,
    case when days_before >= 30 then dau_mau_sum end as dau_mau_sum, coalesce(of_mau_days, 0) as of_mau_days,
    case when days_before >= 30 then rate(dau_mau_sum, of_mau_days) end as dau_mau_rate,
    case when days_before >= 7 then dau_wau_sum end as dau_wau_sum, coalesce(of_wau_days, 0) as of_wau_days,
    case when days_before >= 7 then rate(dau_wau_sum, of_wau_days) end as dau_wau_rate
from period
left join counted on counted.slice is not distinct from period.slice and counted.starts_on = period.starts_on
order by period.slice, period.starts_on
