-- From when to when each load tells of each kind of fact, group by group; records that are wrongly dated stand apart.
insert into stage.coverage
select
    load_id, kind, name, group_ref,
    kind not in ('campaigns', 'budgets') and happened_at not between clock.not_before and clock.not_after as is_wrong, count(*),
    min(happened_at), max(happened_at)
from stage.dated
join stage.clock as clock using (load_id)
where happened_at is not null
group by all
