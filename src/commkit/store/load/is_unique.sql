-- Whether nothing came twice: what most exports are.
select count(*) = count(distinct key) from query_table($staged)
