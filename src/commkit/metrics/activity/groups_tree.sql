-- The community's groups below dimensions of their labels: one row a node, from the whole to each group, each person once
-- in a node. Groups that no export tells of lately count as groups and for nothing else.
with recursive known as (
    select least(getvariable('as_of_on')::date, getvariable('until_on')::date) as last_on
),
dim as (select unnest($dims::varchar[]) as dimension, unnest(range(len($dims::varchar[]))) as nth),
called as (select group_id, coalesce(title, handle) as name, title, handle from named_group),
-- Groups of one name are one place; where they differ, it stands under all that is said of them.
told as (
    select called.name, group_trait.dimension, string_agg(distinct group_trait.value, ', ' order by group_trait.value) as value
    from called
    join group_trait using (group_id)
    group by all
),
-- What names itself as its parent is at the top.
above as (
    select told.name, coalesce(min(called.name), told.value) as above
    from told
    left join called on told.value in (called.title, called.handle)
    where told.dimension = 'parent' and list_contains($dims::varchar[], 'parent')
    group by told.name, told.value
    having coalesce(min(called.name), told.value) <> told.name
),
climb as (
    select name, above as top, [above] as steps, false as is_circle
    from above
    union all
    select climb.name, above.above, list_prepend(above.above, climb.steps),
        above.above = climb.name or list_contains(climb.steps, above.above)
    from climb
    join above on above.name = climb.top
    where not climb.is_circle
),
chain as (
    select name, arg_max(steps, len(steps)) as steps, bool_or(is_circle) as is_circle from climb group by name
),
-- A group that others name as their parent is a node of its own, and a leaf in it.
step as (
    select
        place.name, dim.nth, coalesce(chain.is_circle, false) as is_circle,
        case
            when dim.dimension <> 'parent' then [coalesce(told.value, 'unknown')]
            when chain.is_circle then ['unknown']
            when place.name in (select above from above) then list_append(coalesce(chain.steps, []), place.name)
            else coalesce(chain.steps, ['unknown'])
        end as steps
    from place
    cross join dim
    left join told on told.name = place.name and told.dimension = dim.dimension
    left join chain on dim.dimension = 'parent' and chain.name = place.name
),
leaf as (
    select
        name, bool_or(is_circle) as is_circle,
        list_concat(['community'], flatten(list(steps order by nth)), [name]) as path
    from step
    group by name
),
branch as (
    select
        name, depth, list_slice(path, 1, depth + 1) as path, is_circle and len(path) = depth + 1 as is_circle
    from (select *, unnest(range(len(path))) as depth from leaf)
),
here as materialized (
    select distinct stay.member, stay.place as name
    from stay
    cross join known
    where stay.place is not null and not list_contains($uncovered::varchar[], stay.place)
        and (stay.is_earlier or coalesce(stay.came_on <= known.last_on, true))
        and coalesce(stay.left_on > known.last_on, true)
),
lately as (
    select life_day.slice as name, life_day.member, sum(life_day.messages)::bigint as messages,
        bool_or(life_day.is_active) as is_active
    from life_day
    cross join known
    where life_day.day > known.last_on - 28 and life_day.day <= known.last_on
        and not list_contains($uncovered::varchar[], life_day.slice)
    group by all
),
said as (select name, sum(messages)::bigint as messages from lately group by name),
person_here as (
    select branch.path, count(distinct here.member) as of_members,
        -- Members who have left the group since do not count, as in the answer by group.
        count(distinct here.member) filter (lately.is_active) as active_members
    from branch
    join here using (name)
    left join lately on lately.name = here.name and lately.member = here.member
    group by branch.path
),
node as (
    select
        branch.path, any_value(branch.depth) as depth, bool_or(branch.is_circle) as is_circle, count(*) as groups,
        count(*) filter (not list_contains($uncovered::varchar[], branch.name)) as covered_groups,
        count(*) filter (list_contains($partly::varchar[], branch.name)) as partly_covered_groups,
        coalesce(sum(said.messages), 0)::bigint as messages
    from branch
    left join said using (name)
    group by branch.path
),
counted as (
    select
        node.*, case when node.covered_groups > 0 then coalesce(person_here.of_members, 0) end as of_members,
        case when node.covered_groups > 0 then coalesce(person_here.active_members, 0) end as active_members
    from node
    left join person_here using (path)
)
select
    own.depth, own.path[-1] as node, array_to_string(own.path, ' / ') as path,
    case
        when own.covered_groups = 0 then 'not_covered'
        when own.covered_groups < own.groups or own.partly_covered_groups > 0 then 'partly_covered'
        when own.of_members < 30 then 'low_n'
        else 'complete'
    end as status,
    own.groups, own.of_members, own.active_members, rate(own.active_members, own.of_members) as active_rate,
    case when own.covered_groups > 0 then own.messages end as messages, outer_node.of_members as of_parent_members,
    rate(own.of_members, outer_node.of_members) as parent_rate, own.is_circle
from counted as own
left join counted as outer_node on outer_node.path = list_slice(own.path, 1, own.depth)
    and outer_node.depth = own.depth - 1
order by list_transform(own.path, lambda step: {'last': step = 'unknown', 'name': step})
