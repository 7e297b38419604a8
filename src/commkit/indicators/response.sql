with opened as (
    select slice, starts_on, count(*) as openings, count(*) filter (is_over) as of_openings from answerable group by all
),
replied as (
    select
        slice, starts_on, count(any_seconds) as replied_openings, count(staff_seconds) as staff_replied_openings,
        count(peer_seconds) as peer_replied_openings, median(any_seconds) / 3600 as median_reply_hours,
        median(staff_seconds) / 3600 as median_staff_reply_hours, median(peer_seconds) / 3600 as median_peer_reply_hours
    from answer_wait
    group by all
),
counted as (
    select
        slice.slice, calendar.starts_on, coalesce(openings, 0) as openings,
        coalesce(openings - of_openings, 0) as pending, coalesce(of_openings, 0) as of_openings,
        coalesce(replied_openings, 0) as replied_openings, coalesce(staff_replied_openings, 0) as staff_replied_openings,
        coalesce(peer_replied_openings, 0) as peer_replied_openings,
        median_reply_hours, median_staff_reply_hours, median_peer_reply_hours
    from calendar
    cross join (select distinct slice from opened) as slice
    left join opened on opened.slice is not distinct from slice.slice and opened.starts_on = calendar.starts_on
    left join replied on replied.slice is not distinct from slice.slice and replied.starts_on = calendar.starts_on
)
select
    slice, starts_on, openings, pending, of_openings,
    replied_openings, rate(replied_openings, of_openings) as replied_rate,
    staff_replied_openings, rate(staff_replied_openings, of_openings) as staff_replied_rate,
    peer_replied_openings, rate(peer_replied_openings, of_openings) as peer_replied_rate,
    median_reply_hours, median_staff_reply_hours, median_peer_reply_hours
from counted
order by slice, starts_on
