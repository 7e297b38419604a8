delete from raw.{table} where day in (select day from touched_day)
