delete from raw.message where load_id = $load_id
