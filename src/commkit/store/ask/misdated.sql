-- What is wrongly dated: how many records of each kind of fact, and the last day that any of them names.
with clock as (
    select
        load_id, kind, min(first_at) filter (not is_wrong) as not_before, max(last_at) filter (not is_wrong) as not_after
    from raw.coverage
    group by all
    having bool_or(is_wrong)
)
select
    kind, count(*) as records, max(case when is_in_days(kind) then happened_at else local(happened_at) end)::date as last_on
from raw.dated
join clock using (load_id, kind)
where happened_at is not null and (not_before is null or happened_at not between not_before and not_after)
group by kind
order by kind
