-- An export covers each of its groups to the moment that it states, else to its last record in any of them.
update raw.talk_group as target
set covers_until = greatest(target.covers_until, covered.covers_until)
from (
    select place.group_id, max(coalesce(load.covers_until, load.observed_at)) as covers_until
    from (
        select distinct load_id, group_ref from stage.message
        union
        select load_id, group_ref from stage.talk_group
    ) as said
    join arrived_group as place using (group_ref)
    join stage.load as load on load.load_id = said.load_id
    group by place.group_id
) as covered
where target.group_id = covered.group_id
