-- What is wrongly dated in each load: how many records of a kind, and the one furthest ahead or back.
select load_id, kind, sum(records)::bigint as records, max(last_at) as last_at
from stage.coverage
where is_wrong
group by load_id, kind
order by load_id, kind
