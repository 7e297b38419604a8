delete from raw.reject where load_id = $load_id
