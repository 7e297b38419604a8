-- Groups whose exports end more than a week before as-of: their silence may be a missing export.
select coalesce(title, handle) as called
from raw.talk_group
where local(covers_until)::date < getvariable('as_of_on')::date - 7 and in_cut_group(group_id)
order by called
