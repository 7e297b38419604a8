-- The same for messages without an id; two messages with the same id are one message.
update stage.message as target
set key = digest64(target.key || chr(31) || repeat.ordinal)
from (
    select rowid as row, row_number() over (partition by load_id, key order by rowid) as ordinal
    from stage.message
    where not has_id
) as repeat
where target.rowid = repeat.row and repeat.ordinal > 1
