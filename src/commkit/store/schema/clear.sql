delete from raw.{table}
