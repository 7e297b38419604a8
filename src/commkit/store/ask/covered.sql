-- From which to which local day each load tells of each kind of fact, in the groups asked about.
select
    covered.kind, covered.name, covered.platform, covered.group_id, coalesce(talk_group.title, talk_group.handle) as called,
    talk_group.handle, covered.first_on, covered.until_local
from covered
left join named_group as talk_group using (group_id)
where covered.group_id is null or in_cut_group(covered.group_id)
order by covered.kind, covered.name, covered.platform, covered.group_id, covered.first_on, covered.until_local
