insert into new.raw.meta by name
select * replace ($schema_version as schema_version, $app_version as app_version) from old.raw.meta
