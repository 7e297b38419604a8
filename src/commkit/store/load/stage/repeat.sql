-- Among equal records of one export the first keeps its digest as its key; the second, the third ... get keys of their own.
update stage.{table} as target
set key = digest64(target.key || chr(31) || repeat.ordinal)
from (
    select rowid as row, row_number() over (partition by load_id, key order by rowid) as ordinal from stage.{table}
) as repeat
where target.rowid = repeat.row and repeat.ordinal > 1
