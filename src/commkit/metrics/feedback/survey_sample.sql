-- Members who are there, slice by slice, in an order that the seed alone decides.
select
    here.slice, everyone.handle, count(*) over (partition by here.slice) as of_members,
    row_number() over (partition by here.slice order by sha256($seed || ' ' || everyone.key)) as place
from here
join everyone using (member)
order by here.slice, place
