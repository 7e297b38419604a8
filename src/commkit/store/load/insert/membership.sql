-- Joins and leaves that are not known yet, each in its newest version; of two observed at the same moment, the one that
-- says more wins.
insert into raw.membership
select distinct on (said.key)
    said.key, joiner.account, arrived_group.group_id, said.happened_at, said.change, said.how, inviter.account,
    load.observed_at, min(said.load_id) over (partition by said.key)
from stage.membership as said
join stage.load as load on load.load_id = said.load_id
join arrived_account as joiner on joiner.account_ref = said.account_ref
left join arrived_group using (group_ref)
left join arrived_account as inviter on inviter.account_ref = said.inviter_ref
where not exists (select 1 from raw.membership as known where known.key = said.key)
order by
    said.key, load.observed_at desc,
    text_of(coalesce(said.how, '~')) || text_of(coalesce(inviter.key, '~')) || text_of(joiner.key)
