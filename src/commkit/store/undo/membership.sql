delete from raw.membership where load_id = $load_id
