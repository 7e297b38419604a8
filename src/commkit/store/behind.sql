-- Groups whose coverage ends more than a week before as-of: their silence may be a missing export.
with last_day as (select group_id, max(day) as last_on from raw.member_day where group_id is not null group by group_id)
select coalesce(talk_group.title, talk_group.handle) as called, last_day.last_on
from last_day
join raw.talk_group as talk_group using (group_id)
where greatest(last_day.last_on, local(talk_group.covers_until - interval 1 microsecond)::date)
    < getvariable('as_of_on')::date - 7
    and in_cut_group(group_id)
order by called
