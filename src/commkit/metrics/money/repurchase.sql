with counted as (
    select
        slice, starts_on, count(*) as of_buyers, count(gap_days) as repeat_buyers,
        count(*) filter (known_days >= 30) as of_repeat30_buyers,
        count(*) filter (known_days >= 30 and gap_days <= 30) as repeat30_buyers,
        count(*) filter (known_days >= 60) as of_repeat60_buyers,
        count(*) filter (known_days >= 60 and gap_days <= 60) as repeat60_buyers,
        count(*) filter (known_days >= 90) as of_repeat90_buyers,
        count(*) filter (known_days >= 90 and gap_days <= 90) as repeat90_buyers,
        count(*) filter (known_days < 90) as pending, median(gap_days) as median_gap_days
    from first_time_buyer
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, coalesce(of_buyers, 0) as of_buyers,
    coalesce(repeat_buyers, 0) as repeat_buyers, rate(repeat_buyers, of_buyers) as repeat_rate,
    coalesce(of_repeat30_buyers, 0) as of_repeat30_buyers, coalesce(repeat30_buyers, 0) as repeat30_buyers,
    rate(repeat30_buyers, of_repeat30_buyers) as repeat30_rate,
    coalesce(of_repeat60_buyers, 0) as of_repeat60_buyers, coalesce(repeat60_buyers, 0) as repeat60_buyers,
    rate(repeat60_buyers, of_repeat60_buyers) as repeat60_rate,
    coalesce(of_repeat90_buyers, 0) as of_repeat90_buyers, coalesce(repeat90_buyers, 0) as repeat90_buyers,
    rate(repeat90_buyers, of_repeat90_buyers) as repeat90_rate, coalesce(pending, 0) as pending, median_gap_days
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
