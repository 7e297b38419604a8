delete from stage.{table} where load_id = $load_id
