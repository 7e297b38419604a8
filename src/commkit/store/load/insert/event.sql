-- Events that are not known yet. All that an event says is in its key, so no version of it is newer.
insert into raw.event
select distinct on (said.key)
    said.key, author.account, arrived_group.group_id, said.name, said.happened_at, said.campaign, said.variant,
    said.value, said.content, subject.account, min(said.load_id) over (partition by said.key)
from stage.event as said
left join arrived_account as author on author.account_ref = said.account_ref
left join arrived_account as subject on subject.account_ref = said.subject_ref
left join arrived_group on arrived_group.group_ref = said.group_ref
where not exists (select 1 from raw.event as known where known.key = said.key)
order by said.key
