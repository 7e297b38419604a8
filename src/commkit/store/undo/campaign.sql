delete from raw.campaign where load_id = $load_id
