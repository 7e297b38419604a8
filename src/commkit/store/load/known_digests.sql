select load.digest, count.kind, count.records, count.loaded + count.duplicate, count.rejected, count.skipped
from raw.load as load
join raw.load_count as count using (load_id)
where load.digest is not null and load.bridges = $bridges
