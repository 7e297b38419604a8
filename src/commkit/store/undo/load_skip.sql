delete from raw.load_skip where load_id = $load_id
