-- What each load says of each group: its kind and title if the load describes it, otherwise its id as its title.
insert into raw.group_told
with told as (
    select load_id, group_ref, true as is_stated, kind, case when not is_private then title end as title
    from stage.talk_group
    union all
    select load_id, group_ref, false, null, null
    from stage.named_group
),
last_word as (
    select distinct on (told.load_id, arrived_group.group_id)
        told.load_id, arrived_group.group_id, told.is_stated, coalesce(told.kind, 'channel') as kind,
        case when told.is_stated then told.title else split_part(told.group_ref, chr(31), 2) end as title
    from told
    join arrived_group using (group_ref)
    order by told.load_id, arrived_group.group_id, told.is_stated desc, coalesce(told.title, '') desc, told.kind desc, told.group_ref
)
select load_id, group_id, last_word.is_stated, last_word.kind, last_word.title, load.observed_at
from last_word
join stage.load as load using (load_id)
