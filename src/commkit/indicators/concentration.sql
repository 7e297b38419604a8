with spoken as (
    select slice, period_start(day) as starts_on, member, sum(messages) as messages
    from member_day
    where messages > 0
    group by all
),
ranked as (
    select
        slice, starts_on, messages, count(*) over period as speakers, sum(messages) over period as whole,
        row_number() over (partition by slice, starts_on order by messages desc) as place,
        sum(messages) over (
            partition by slice, starts_on order by messages desc rows between unbounded preceding and current row
        ) as running
    from spoken
    window period as (partition by slice, starts_on)
),
counted as (
    select
        slice, starts_on, any_value(speakers) as speakers, any_value(whole)::bigint as messages,
        sum(ranked.messages) filter (place <= 10)::bigint as top10_messages,
        sum(ranked.messages) filter (place <= ceil(speakers * 0.01))::bigint as top_hundredth_messages,
        sum(ranked.messages) filter (place <= ceil(speakers * 0.1))::bigint as top_tenth_messages,
        -- The fewest people who wrote half of it: those before whom less than half was written.
        count(*) filter (2 * (running - ranked.messages) < whole) as absence_members,
        2.0 * sum((speakers + 1 - place) * ranked.messages) / (any_value(speakers) * any_value(whole))
            - (any_value(speakers) + 1.0) / any_value(speakers) as gini
    from ranked
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, coalesce(counted.speakers, 0) as speakers,
    coalesce(counted.messages, 0) as messages, coalesce(counted.top10_messages, 0) as top10_messages,
    coalesce(counted.top_hundredth_messages, 0) as top_hundredth_messages,
    coalesce(counted.top_tenth_messages, 0) as top_tenth_messages, counted.absence_members, counted.gini
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
