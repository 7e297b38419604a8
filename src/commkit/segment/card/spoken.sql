-- On which days a member wrote, and how much.
select life_day.day, sum(life_day.messages)::bigint as messages
from life_day
join everyone using (member)
where everyone.handle = $handle and life_day.messages > 0
group by life_day.day
order by life_day.day
