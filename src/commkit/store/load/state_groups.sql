-- A group that an export describes gets its kind and title; the latest export's word holds.
update raw.talk_group as target
set
    kind = stated.kind, title = stated.title,
    load_id = case when target.is_stated then target.load_id else stated.load_id end,
    is_stated = true
from (
    select
        place.group_id, min(said.load_id) as load_id, arg_max(said.kind, load.observed_at) as kind,
        arg_max(case when said.is_private then null else said.title end, load.observed_at) as title
    from stage.talk_group as said
    join arrived_group as place using (group_ref)
    join stage.load as load on load.load_id = said.load_id
    group by place.group_id
) as stated
where target.group_id = stated.group_id
