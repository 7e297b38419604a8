insert into raw.load (load_id, loaded_at, digest, file, source, platform, lacks, observed_at, is_overlapping)
values ($load_id, $saved_at, $digest, left($digest, 8), $source, $source, [], $saved_at, false)
