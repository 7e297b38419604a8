select count(*) > 0
from duckdb_tables()
where database_name = 'private' and table_name = 'secret'
