delete from raw.ticket where load_id = $load_id
