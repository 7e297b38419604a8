delete from raw.interaction where load_id = $load_id
