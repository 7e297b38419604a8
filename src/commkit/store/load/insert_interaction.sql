insert into raw.interaction
select distinct on (said.key)
    said.key, place.group_id, said.message, sender.account, receiver.account, said.kind, said.happened_at,
    load.observed_at, min(said.load_id) over (partition by said.key)
from stage.interaction as said
join stage.load as load on load.load_id = said.load_id
join arrived_person as sender on sender.account_ref = said.sender_ref
left join arrived_person as receiver on receiver.account_ref = said.receiver_ref
left join arrived_group as place using (group_ref)
where not exists (select 1 from raw.interaction as known where known.key = said.key)
order by said.key, load.observed_at desc, told(place.key) || told(said.happened_at) desc
