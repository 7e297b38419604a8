-- How many members have each role that a label of the dimension `role` or `角色` says, as of the answer.
select lower(trim(label.value)) as role, count(distinct label.member) as members
from label
where lower(label.dimension) in ('role', '角色') and label.member is not null
group by all
order by role
