-- Every group, which is a slice, and how many messages a day it had in the four weeks before the day.
with counted as (
    select slice, sum(messages) / 28 as messages
    from life_day
    where day >= $on_day::date - 28 and day < $on_day::date
    group by slice
)
select
    named_group.group_id, named_group.handle, coalesce(named_group.title, named_group.handle) as title,
    named_group.platform,
    coalesce(counted.messages, 0)::double as messages
from named_group
left join counted on counted.slice = coalesce(named_group.title, named_group.handle)
order by title
