-- Whether the private file is at hand, and any talk comes from an export that names people without an id that stays.
select
    exists (select 1 from duckdb_databases() where database_name = 'private')
    and exists (select 1 from raw.load where list_contains(lacks, 'ids') and load_id in (select load_id from raw.message))
