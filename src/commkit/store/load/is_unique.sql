-- Whether nothing came twice: what most exports are.
select coalesce(max(times) = 1, true) from (select count(*) as times from query_table($staged) group by key)
