-- The platforms whose latest export says nothing of its own end.
select platform
from raw.load
where platform is not null
group by platform
having arg_max(covers_until is null, load_id)
order by platform
