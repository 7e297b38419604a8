-- Records that stand alone and are not known yet. Of a record that comes twice in this commit, the first is inserted.
insert into raw.{table}
select
    first_said.key, first_said.load_id, load.observed_at, whose.account, other.account, arrived_group.group_id,
    first_said.* exclude (key, load_id, account_ref, other_ref, group_ref)
from (
    select distinct on (key) columns(lambda name: name <> 'text') from stage.{table} order by key, load_id
) as first_said
join stage.load as load on load.load_id = first_said.load_id
left join arrived_account as whose using (account_ref)
left join arrived_account as other on other.account_ref = first_said.other_ref
left join arrived_group using (group_ref)
where not exists (select 1 from raw.{table} as known where known.key = first_said.key)
