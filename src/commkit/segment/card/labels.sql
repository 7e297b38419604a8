-- What labels say of a member as of the answer.
select distinct label.dimension, label.value
from label
join everyone using (member)
where everyone.handle = $handle and label.dimension not in ('excluded', 'consent')
    and coalesce(label.said_by <> 'check', true)
order by label.dimension, label.value
