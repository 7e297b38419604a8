select schema_version, tz, currency, secret_check, (select coalesce(max(load_id), 0) from raw.load) as last_load
from raw.meta
