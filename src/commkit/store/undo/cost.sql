delete from raw.cost where load_id = $load_id
