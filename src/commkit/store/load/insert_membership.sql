insert into raw.membership
select distinct on (said.key)
    said.key, person.account, place.group_id, said.happened_at, said.change, said.how, inviter.account,
    min(said.load_id) over (partition by said.key)
from stage.membership as said
join arrived_person as person on person.account_ref = said.account_ref
left join arrived_group as place using (group_ref)
left join arrived_person as inviter on inviter.account_ref = said.inviter_ref
where not exists (select 1 from raw.membership as known where known.key = said.key)
order by said.key, said.how nulls last, inviter.key nulls last
