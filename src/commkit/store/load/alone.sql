-- Records of a kind that stands alone which are not known yet; told twice in this commit, they are one.
select
    first_said.key, first_said.load_id, load.observed_at, person.account, place.group_id,
    first_said.* exclude (key, load_id, account_ref, group_ref)
from (
    select distinct on (key) columns(lambda name: name <> 'text')
    from query_table($staged)
    order by key, load_id
) as first_said
join stage.load as load on load.load_id = first_said.load_id
left join arrived_person as person using (account_ref)
left join arrived_group as place using (group_ref)
where not exists (select 1 from query_table($raw) as known where known.key = first_said.key)
