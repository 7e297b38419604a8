-- Whoever is in a plan, by the plan's dimension: in which arm, and from which day to which it is open. Labels that do not say
-- until when are of 30 days.
select
    said.dimension, said.member, min(said.value) as arm, count(distinct said.value) as arms,
    min(said.valid_from_on) as opens_on, max(coalesce(said.valid_until_on, said.valid_from_on + 30)) as closes_on
from told_label as said
where starts_with(said.dimension, 'plan:') and said.member is not null and coalesce(said.said_by <> 'check', true)
group by said.dimension, said.member
