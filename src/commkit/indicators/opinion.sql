with answered as (
    select
        slice, period_start(answered_on) as starts_on,
        100 * (count(*) filter (is_nps and score >= 9) - count(*) filter (is_nps and score <= 6)) as nps_points,
        count(*) filter (is_nps) as nps_answers,
        count(*) filter (not is_nps and is_in_top_two(score, scale)) as satisfied_answers,
        count(*) filter (not is_nps) as csat_answers
    from survey
    where score is not null
    group by all
),
slice as (select slice from answered union select null where getvariable('slice_by') is null)
select
    slice.slice, calendar.starts_on, coalesce(nps_points, 0) as nps_points, coalesce(nps_answers, 0) as nps_answers,
    coalesce(satisfied_answers, 0) as satisfied_answers, coalesce(csat_answers, 0) as csat_answers
from calendar
cross join slice
left join answered on answered.slice is not distinct from slice.slice and answered.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
