insert into raw.load_count values ($load_id, $kind, $records, $loaded, $duplicate, $rejected, $skipped)
