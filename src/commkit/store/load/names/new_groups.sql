insert into raw.talk_group
with fresh as (
    select key, min(group_ref) as group_ref
    from incoming as arrived
    where not exists (select 1 from raw.talk_group as known where known.key = arrived.key)
    group by key
)
select
    coalesce((select max(group_id) from raw.talk_group), 0) + row_number() over (order by key), key, left(key, 8),
    split_part(group_ref, chr(31), 1), 'channel', null, false, (select min(load_id) from stage.load)
from fresh
