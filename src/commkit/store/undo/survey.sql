delete from raw.survey where load_id = $load_id
