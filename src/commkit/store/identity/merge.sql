insert into raw.merge_log
select (select coalesce(max(merge_id), 0) + 1 from raw.merge_log), key, $now, null
from incoming
order by key
