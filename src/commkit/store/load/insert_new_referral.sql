insert into raw.referral
select distinct on (said.key)
    said.key, inviter.account, invitee.account, said.happened_at, said.campaign,
    load.observed_at, min(said.load_id) over (partition by said.key)
from stage.referral as said
join stage.load as load on load.load_id = said.load_id
join arrived_person as inviter on inviter.account_ref = said.inviter_ref
join arrived_person as invitee on invitee.account_ref = said.invitee_ref
where not exists (select 1 from raw.referral as known where known.key = said.key)
order by said.key, load.observed_at desc, told(said.campaign) desc
