-- A group that an export describes gets its kind and title; the word of the export that was made last holds.
update raw.talk_group as target
set
    kind = case when is_newer then stated.kind else target.kind end,
    title = case when is_newer then stated.title else target.title end,
    stated_at = greatest(target.stated_at, stated.stated_at),
    load_id = case when target.is_stated then target.load_id else stated.load_id end,
    is_stated = true
from (
    select
        place.group_id, min(said.load_id) as load_id, max(load.observed_at) as stated_at,
        arg_max(said.kind, (load.observed_at, said.title, said.kind)) as kind,
        arg_max(
            case when said.is_private then '' else coalesce(said.title, '') end,
            (load.observed_at, said.title, said.kind)
        ) as said_title,
        nullif(said_title, '') as title,
        any_value(known.stated_at) as known_at, any_value(known.title) as known_title,
        known_at is null or max(load.observed_at) > known_at
        or (max(load.observed_at) = known_at and said_title > coalesce(known_title, '')) as is_newer
    from stage.talk_group as said
    join arrived_group as place using (group_ref)
    join stage.load as load on load.load_id = said.load_id
    join raw.talk_group as known on known.group_id = place.group_id
    group by place.group_id
) as stated
where target.group_id = stated.group_id
