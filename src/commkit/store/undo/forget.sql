delete from raw.{table} where load_id = $load_id
