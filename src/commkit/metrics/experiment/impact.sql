-- What was done on each day in the pilot's groups, or in all where there are none, and in the groups it is held against.
-- A slice is a group where groups are told apart.
with sided as (
    select
        *,
        case
            when len($pilots) = 0 or list_contains($pilots, slice) then 'pilot'
            when list_contains($controls, slice) then 'control'
        end as side
    from life_day
)
select
    side, day,
    sum(messages)::double as messages,
    count(distinct member) filter (where is_active)::double as active_members,
    sum(purchases)::double as orders,
    coalesce(sum(amount), 0)::double as amount
from sided
where side is not null
group by side, day
order by side, day
