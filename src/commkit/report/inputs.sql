select
    load.load_id as load, load.loaded_at, load.source, load.digest,
    sum(count.records)::bigint as records, sum(count.loaded)::bigint as loaded,
    sum(count.duplicate)::bigint as duplicate, sum(count.rejected)::bigint as rejected
from raw.load as load
left join raw.load_count as count using (load_id)
group by all
order by load.load_id
