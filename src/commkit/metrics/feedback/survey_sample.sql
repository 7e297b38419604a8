-- Members who are there, slice by slice, in an order that the seed alone decides.
with here as (
    select distinct slice, member
    from sliced_stay
    where coalesce(came_on <= getvariable('as_of_on')::date, true) and coalesce(left_on > getvariable('as_of_on')::date, true)
)
select
    here.slice, everyone.handle, count(*) over (partition by here.slice) as of_members,
    row_number() over (partition by here.slice order by sha256($seed || ' ' || everyone.key)) as place
from here
join everyone using (member)
order by here.slice, place
