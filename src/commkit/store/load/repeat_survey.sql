-- The second of two equal records in one export, the third, ... get keys of their own; the first keeps its digest.
update stage.survey as target
set key = digest64(target.key || chr(31) || repeat.ordinal)
from (
    select rowid as row, row_number() over (partition by load_id, key order by rowid) as ordinal
    from stage.survey
) as repeat
where target.rowid = repeat.row and repeat.ordinal > 1
