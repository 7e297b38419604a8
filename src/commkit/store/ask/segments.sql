-- The segments that were saved, with how many members each has and how many of them count in answers.
select
    said.value as segment, count(distinct said.member) as members,
    count(distinct said.member) filter (everyone.counts) as counted_members,
    max(load.loaded_at) filter (load.source = 'segment') as saved_at
from label as said
join everyone on everyone.member = said.member
join raw.load as load using (load_id)
where said.dimension = 'segment'
group by said.value
order by said.value
