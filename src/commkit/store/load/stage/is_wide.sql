-- Whether the records of any load lie more than 366 days apart, so that some may stand apart from the bulk.
select exists (
    select 1
    from stage.dated
    where happened_at is not null and kind not in ('campaigns', 'budgets')
    group by load_id
    having max(happened_at) - min(happened_at) > interval 366 days
)
