-- These members by handle, with their platform and the last day on which they were active in a place; anywhere if it is null.
with listed as (select distinct unnest($members::integer[]) as member, unnest($places::varchar[]) as place)
select
    listed.member, listed.place, everyone.handle, everyone.platform, max(life_day.day) as last_on
from listed
join everyone using (member)
left join life_day on life_day.member = listed.member and life_day.is_active
    and (listed.place is null or slice_base(life_day.slice) = listed.place)
group by all
