delete from raw.profile where load_id = $load_id
