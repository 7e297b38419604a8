-- Whether chats that name no group are already in one called `table`, as they were before they were called like their file.
select count(*) > 0 as is_so
from raw.talk_group
join raw.load using (load_id)
where load.source = 'table' and talk_group.title = 'table'
