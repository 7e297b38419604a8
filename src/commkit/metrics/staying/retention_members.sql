select
    known.slice, known.starts_on, known.member, known.born_on,
    interval_after(known.born_on, max(active_place_day.day), $by_day) as last_interval
from cohort_member($birth) as known
left join active_place_day on active_place_day.member = known.member
    and active_place_day.place is not distinct from known.place and active_place_day.day >= known.born_on
group by known.slice, known.starts_on, known.member, known.place, known.born_on
