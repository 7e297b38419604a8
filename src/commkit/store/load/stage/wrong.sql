-- What is wrongly dated in each load: how many records of a kind, and the last local day that any of them names.
select load_id, kind, sum(records)::bigint as records, max(local(last_at))::date as last_on
from stage.coverage
where is_wrong
group by load_id, kind
order by load_id, kind
