insert into raw.load
select
    load_id, $loaded_at, digest, file, source, platform, lacks, observed_at, covers_until, bridges,
    list_contains($overlapping, load_id)
from stage.load
