-- Who came after one day and had left again by another, in as many stays as they may.
select distinct member.handle, stay.member
from stay
join member using (member)
where stay.came_on > $from_on::date and stay.left_on <= $to_on::date
order by member.handle
