with first_of as (
    select arrived_group.key, min(said.load_id) as load_id
    from stage.talk_group as said
    join arrived_group using (group_ref)
    group by arrived_group.key
),
fresh as (
    select load_id, count(*) as loaded from first_of where key not in (select key from stated_before) group by load_id
),
staged as (select load_id, count(*) as staged from stage.talk_group group by load_id)
select staged.load_id, staged.staged - coalesce(fresh.loaded, 0) as duplicate, coalesce(fresh.loaded, 0) as loaded
from staged
left join fresh using (load_id)
