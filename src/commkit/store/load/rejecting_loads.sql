select load.load_id, load.digest, count(reject.load_id)::integer as rejects
from raw.load as load
left join raw.reject as reject using (load_id)
group by all
order by load.load_id
