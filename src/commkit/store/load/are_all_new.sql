-- Whether nothing was there before and nothing came twice: what most first loads are.
select not exists (from query_table($raw)) and (select count(*) = count(distinct key) from query_table($staged))
