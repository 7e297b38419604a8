select coalesce(sum(loaded + duplicate + skipped), 0)::bigint from raw.load_count where load_id = $load_id
