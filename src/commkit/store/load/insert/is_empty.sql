select not exists (from query_table($raw))
