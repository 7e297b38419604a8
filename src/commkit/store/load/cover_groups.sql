update raw.talk_group as target
set covers_until = greatest(target.covers_until, stated.covers_until)
from (
    select place.group_id, max(load.covers_until) as covers_until
    from stage.message as message
    join arrived_group as place using (group_ref)
    join stage.load as load on load.load_id = message.load_id
    where load.covers_until is not null
    group by place.group_id
) as stated
where target.group_id = stated.group_id
