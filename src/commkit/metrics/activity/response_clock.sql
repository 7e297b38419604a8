-- How long cases, or messages that open a conversation, waited for an answer and for their end, against each limit; what is
-- still open and older than a limit has passed it. With working hours only these count, from Monday to Friday.
with known as (select ends_at(known_on()) as until_at, $opens::bigint as opens, $closes::bigint as closes),
opened as (
    select
        slice, opened_at, coalesce(case when answered_at >= opened_at then answered_at end, closed_at) as answered_at,
        closed_at, closed_at is null as is_open
    from cases
    where kind = $kind
    union all
    select slice, sent_at, replied_at, null, replied_at is null
    from opening
    where $kind = 'message' and group_id in (select group_id from covered where kind = 'replies')
),
clocked as (
    select slice, 'answered' as clock, opened_at, answered_at as done_at, is_open from opened
    union all
    select slice, 'closed', opened_at, closed_at, is_open from opened where $kind <> 'message'
),
timed as (
    select
        slice, clock, is_open, done_at is not null as is_done,
        case
            when known.opens is null then epoch(coalesce(done_at, known.until_at) - opened_at)
            else worked_seconds(local(coalesce(done_at, known.until_at)), known.opens, known.closes)
                - worked_seconds(local(opened_at), known.opens, known.closes)
        end as seconds
    from clocked
    cross join known
    where opened_at <= known.until_at
),
limited as (
    select slice, clock, is_open, is_done, seconds, unnest($limits::double[]) as limit_seconds from timed
),
counted as (
    select
        slice, clock, limit_seconds, count(*) filter (is_done or seconds > limit_seconds) as of_cases,
        count(*) filter (is_done and seconds <= limit_seconds) as on_time_cases,
        count(*) filter (seconds > limit_seconds) as late_cases,
        count(*) filter (not is_done and seconds <= limit_seconds) as pending,
        median(seconds) filter (is_done) / 3600 as median_hours,
        quantile_cont(seconds, 0.9) filter (is_done) / 3600 as p90_hours, count(*) filter (is_open) as open_cases
    from limited
    group by all
)
select
    slice, clock, limit_seconds, of_cases, on_time_cases, rate(on_time_cases, of_cases) as on_time_rate, late_cases,
    pending, median_hours, p90_hours, open_cases
from counted
order by slice nulls first, clock, limit_seconds
