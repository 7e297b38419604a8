-- The group of each load of a table that tells of one alone.
select told.load_id, any_value(talk_group.title) as title
from raw.group_told as told
join raw.load using (load_id)
join raw.talk_group using (group_id)
where load.source = 'table'
group by told.load_id
having count(*) = 1
