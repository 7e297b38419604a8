select distinct name from raw.event order by name
