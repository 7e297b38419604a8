insert into raw.profile
select distinct on (said.key)
    said.key, person.account, place.group_id, said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel,
    inviter.account, load.observed_at, min(said.load_id) over (partition by said.key)
from stage.profile as said
join stage.load as load on load.load_id = said.load_id
join arrived_person as person on person.account_ref = said.account_ref
left join arrived_group as place using (group_ref)
left join arrived_person as inviter on inviter.account_ref = said.inviter_ref
where not exists (select 1 from raw.profile as known where known.key = said.key)
order by
    said.key, load.observed_at desc,
    profile_digest(said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel, inviter.key) desc
