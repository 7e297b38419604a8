with known as (select ends_at(known_on()) as until_at),
opened as (
    select
        slice, period_start(sent_local::date) as starts_on, count(*) as openings,
        count(*) filter (sent_at + interval 7 days <= known.until_at) as of_openings
    from message
    cross join known
    where reply_to is null and group_id in (select group_id from covered where kind = 'replies')
    group by all
),
waited as (
    select
        slice, period_start(sent_local::date) as starts_on,
        case when replied_at < sent_at + interval 7 days then epoch(replied_at - sent_at) end as any_seconds,
        case when staff_replied_at < sent_at + interval 7 days then epoch(staff_replied_at - sent_at) end as staff_seconds,
        case when peer_replied_at < sent_at + interval 7 days then epoch(peer_replied_at - sent_at) end as peer_seconds
    from answered
    cross join known
    where sent_at + interval 7 days <= known.until_at
        and group_id in (select group_id from covered where kind = 'replies')
),
replied as (
    select
        slice, starts_on, count(any_seconds) as replied_openings, count(staff_seconds) as staff_replied_openings,
        count(peer_seconds) as peer_replied_openings, median(any_seconds) / 3600 as median_reply_hours,
        median(staff_seconds) / 3600 as median_staff_reply_hours, median(peer_seconds) / 3600 as median_peer_reply_hours
    from waited
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
