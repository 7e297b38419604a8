-- The tables of both databases.
select database_name = 'new' as is_new, table_name
from duckdb_tables()
where schema_name = 'raw' and database_name in ('old', 'new')
order by is_new, table_name
