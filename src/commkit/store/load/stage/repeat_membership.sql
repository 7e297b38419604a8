-- The same for joins and leaves that are known without their names.
update stage.membership as target
set key = digest64(target.key || chr(31) || repeat.ordinal)
from (
    select said.rowid as row, row_number() over (partition by said.load_id, said.key order by said.rowid) as ordinal
    from stage.membership as said
    join stage.load as load using (load_id)
    where list_contains(load.lacks, 'lasting_names')
) as repeat
where target.rowid = repeat.row and repeat.ordinal > 1
