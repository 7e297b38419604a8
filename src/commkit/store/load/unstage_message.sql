delete from stage.message where load_id = $load_id
