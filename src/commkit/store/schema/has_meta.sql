select count(*) > 0
from duckdb_tables()
where database_name = current_database() and schema_name = 'raw' and table_name = 'meta'
