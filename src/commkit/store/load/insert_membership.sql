insert into raw.membership
select distinct on (said.key)
    said.key, person.account, place.group_id, said.happened_at, said.change, said.how, inviter.account,
    load.observed_at, min(said.load_id) over (partition by said.key)
from stage.membership as said
join stage.load as load on load.load_id = said.load_id
join arrived_person as person on person.account_ref = said.account_ref
left join arrived_group as place using (group_ref)
left join arrived_person as inviter on inviter.account_ref = said.inviter_ref
where not exists (select 1 from raw.membership as known where known.key = said.key)
order by
    said.key, load.observed_at desc,
    told(coalesce(said.how, '~')) || told(coalesce(inviter.key, '~'))
