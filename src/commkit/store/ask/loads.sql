select
    load.load_id as load, load.loaded_at, load.file, load.source, sum(count.records)::bigint as records,
    sum(count.loaded)::bigint as loaded, sum(count.duplicate)::bigint as duplicate,
    sum(count.rejected)::bigint as rejected, sum(count.skipped)::bigint as skipped
from raw.load as load
left join raw.load_count as count using (load_id)
group by all
order by load.load_id
