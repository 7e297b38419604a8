select schema_name || '.' || table_name as called
from duckdb_tables()
where not internal and database_name = current_database()
order by called
