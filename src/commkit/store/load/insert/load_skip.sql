insert into raw.load_skip values ($load_id, $kind, $reason, $records)
