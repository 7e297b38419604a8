select not exists (from query_table($called))
