delete from raw.load_count where load_id = $load_id
