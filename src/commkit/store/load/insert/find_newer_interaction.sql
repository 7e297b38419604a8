-- Reactions to be corrected, because this load gives another group or time and has the greatest (observed_at, word).
create or replace temp table newer_interaction as
with newest as (
    select distinct on (said.key)
        said.key, arrived_group.group_id, said.happened_at, load.observed_at,
        text_of(arrived_group.key) || text_of(said.happened_at) as word
    from stage.interaction as said
    join stage.load as load on load.load_id = said.load_id
    left join arrived_group using (group_ref)
    where said.key in (select key from raw.interaction)
    order by said.key, load.observed_at desc, word desc
)
select newest.*, known.happened_at as was_happened_at
from newest
join raw.interaction as known using (key)
left join raw.talk_group as talk_group on talk_group.group_id = known.group_id
where (newest.observed_at, newest.word) > (known.observed_at, text_of(talk_group.key) || text_of(known.happened_at))
