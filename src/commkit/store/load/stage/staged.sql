select count(*) from query_table($staged) where load_id = $load_id
