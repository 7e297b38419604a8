insert into raw.interaction
select distinct on (said.key)
    said.key, place.group_id, said.message, sender.account, receiver.account, said.kind, said.happened_at,
    min(said.load_id) over (partition by said.key)
from stage.interaction as said
join arrived_person as sender on sender.account_ref = said.sender_ref
left join arrived_person as receiver on receiver.account_ref = said.receiver_ref
left join arrived_group as place using (group_ref)
where not exists (select 1 from raw.interaction as known where known.key = said.key)
order by said.key, said.happened_at
