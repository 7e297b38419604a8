with said as (
    select
        slice, isodow(sent_local)::integer as day, hour(sent_local)::integer as hour, count(*) as messages,
        count(distinct member) as members
    from message
    group by all
),
slice as (select distinct slice from said),
cell as (
    select slice.slice, weekday.day, hour.hour
    from slice
    cross join (select unnest(generate_series(1, 7))::integer as day) as weekday
    cross join (select unnest(generate_series(0, 23))::integer as hour) as hour
)
select
    cell.slice,
    ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][cell.day] as weekday,
    cell.hour as local_hour, coalesce(said.messages, 0) as messages, coalesce(said.members, 0) as members
from cell
left join said on said.slice is not distinct from cell.slice and said.day = cell.day and said.hour = cell.hour
order by cell.slice, cell.day, cell.hour
