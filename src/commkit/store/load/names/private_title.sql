insert into private.title
select arrived.key, split_part(arrived.group_ref, chr(31), 2), max(said.title)
from incoming as arrived
left join stage.talk_group as said using (group_ref)
where not exists (select 1 from private.title as known where known.key = arrived.key)
group by arrived.key, arrived.group_ref
