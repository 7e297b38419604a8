-- Labels that hold as each period closes; hand checks repeat what is known.
with told as (
    select distinct member, dimension, value, valid_from_on as from_on, valid_until_on as until_on
    from told_label
    where member is not null and is_descriptive(dimension) and coalesce(said_by <> 'check', true)
),
held as (
    select
        stay.slice, stay.starts_on, stay.member,
        count(told.member) filter (
            coalesce(told.from_on < stay.closes_on, true) and coalesce(told.until_on >= stay.closes_on, true)
        ) as tags
    from period_stay as stay
    left join told using (member)
    where stay.left_on is null or stay.left_on >= stay.closes_on
    group by all
),
counted as (
    select slice, starts_on, count(*) as members, count(*) filter (tags > 0) as tagged_members, sum(tags) as tags
    from held
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, calendar.starts_on, coalesce(members, 0) as members, coalesce(tagged_members, 0) as tagged_members,
    coalesce(tags, 0)::bigint as tags
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
