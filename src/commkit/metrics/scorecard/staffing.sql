-- How many members have each role that a label of the dimension `role` says, as of the answer.
select lower(trim(label.value)) as role, count(distinct label.member) as members
from label
where label.dimension = 'role' and label.member is not null
group by all
order by role
