select count(*) from query_table($called)
