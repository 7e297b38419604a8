select load_id, count(*) as loaded
from query_table($raw)
where load_id >= $first_load
group by load_id
