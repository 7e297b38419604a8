-- Campaigns whose events have variants, and the events of each: how many members each has, the most first.
select campaign, name, count(distinct member) as members, count(distinct variant) as variants
from event
where campaign is not null
group by campaign, name
order by campaign, members desc, name
