insert into raw.event
select distinct on (said.key)
    said.key, person.account, said.name, said.happened_at, said.campaign, said.variant, said.value,
    min(said.load_id) over (partition by said.key)
from stage.event as said
left join arrived_person as person on person.account_ref = said.account_ref
where not exists (select 1 from raw.event as known where known.key = said.key)
order by said.key
