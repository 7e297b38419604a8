-- Of the members who are there, whom a label tells something about, dimension by dimension; and of hand checks, how many
-- find what the labels say.
with size as (select slice, count(*) as of_members from here group by slice),
said as (
    select distinct member, dimension, value, coalesce(said_by = 'check', false) as is_check
    from label
    where member is not null and is_descriptive(dimension)
),
checked as (
    select
        here.slice, own.dimension, count(*) as of_checked_labels,
        count(*) filter (checks.member is not null and checks.value = own.value) as right_labels
    from here
    join trait as own using (member)
    join (select member, dimension, any_value(value) as value from said where is_check group by all) as checks
        on checks.member = own.member and checks.dimension = own.dimension
    group by all
),
tagged as (
    select
        here.slice, said.dimension, count(distinct said.member) as tagged_members, count(*) as tags,
        count(distinct said.value) as different_values
    from here
    join said using (member)
    where not said.is_check
    group by all
),
everywhere as (
    select here.slice, count(distinct said.member) as tagged_members, count(said.value) as tags
    from here
    left join said on said.member = here.member and not said.is_check
    group by here.slice
)
select
    size.slice, tagged.dimension, size.of_members, tagged.tagged_members,
    rate(tagged.tagged_members, size.of_members) as tagged_rate, tagged.tags, tagged.different_values,
    coalesce(checked.of_checked_labels, 0) as of_checked_labels, coalesce(checked.right_labels, 0) as right_labels,
    rate(checked.right_labels, checked.of_checked_labels) as right_rate,
    everywhere.tagged_members as any_tagged_members, everywhere.tags as any_tags
from size
join everywhere on everywhere.slice is not distinct from size.slice
join tagged on tagged.slice is not distinct from size.slice
left join checked on checked.slice is not distinct from size.slice and checked.dimension = tagged.dimension
order by size.slice, tagged.tagged_members desc, tagged.dimension
