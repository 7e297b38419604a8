delete from raw.event where load_id = $load_id
