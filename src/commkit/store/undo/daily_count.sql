delete from raw.daily_count where load_id = $load_id
