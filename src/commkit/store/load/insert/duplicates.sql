-- How many staged records of each load are known already or come twice; the first load that tells a record keeps it.
with first_of as (select key, min(load_id) as load_id from query_table($staged) group by key),
fresh as (
    select load_id, count(*) as fresh
    from first_of
    where not exists (select 1 from query_table($raw) as known where known.key = first_of.key)
    group by load_id
),
staged as (select load_id, count(*) as staged from query_table($staged) group by load_id)
select staged.load_id, staged.staged - coalesce(fresh.fresh, 0) as duplicate
from staged
left join fresh using (load_id)
