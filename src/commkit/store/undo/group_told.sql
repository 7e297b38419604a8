delete from raw.group_told where load_id = $load_id
