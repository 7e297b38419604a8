delete from raw.load where load_id = $load_id
