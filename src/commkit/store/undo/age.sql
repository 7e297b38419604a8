-- What the undone export corrected cannot be put back. The record is dated just before the export that first told it, so
-- that this export, or any newer one, is believed when it is loaded again, and an older export is not.
update raw.{table} as target
set observed_at = first_told.observed_at - interval 1 microsecond
from raw.load as first_told
where first_told.load_id = target.load_id and target.load_id <> $load_id
    and target.observed_at = (select observed_at from raw.load where load_id = $load_id and is_overlapping)
