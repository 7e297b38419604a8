-- Where a later load told records again that are undone now, it covers only what is left of its span: the part after them,
-- else the part before them, in whole days.
update raw.coverage as target
set
    first_at = left_over.first_at, last_at = left_over.last_at, until_at = left_over.until_at
from (
    select
        told.rowid as row, coalesce(told.until_at, told.last_at) > coalesce(gone.until_at, gone.last_at) as is_longer,
        case
            when is_longer then greatest(told.first_at, coalesce(gone.until_at, gone.last_at) + interval 1 day)
            else told.first_at
        end as first_at,
        case when is_longer then told.last_at else gone.first_at - interval 1 day end as last_at,
        case when is_longer then told.until_at end as until_at
    from raw.coverage as told
    join raw.load as load on load.load_id = told.load_id and load.load_id > $load_id and load.is_overlapping
    join raw.coverage as gone on gone.load_id = $load_id and gone.kind = told.kind
        and gone.name is not distinct from told.name and gone.group_id is not distinct from told.group_id
    where not told.is_wrong and not gone.is_wrong and told.first_at <= coalesce(gone.until_at, gone.last_at)
        and coalesce(told.until_at, told.last_at) >= gone.first_at
) as left_over
where left_over.row = target.rowid
