-- When the bulk of a load's records happened, where the first or the last of them may stand apart from it.
insert into stage.bulk
with span as (
    select load_id, count(*) as records, min(happened_at) as first_at, max(happened_at) as last_at
    from stage.dated
    where happened_at is not null and kind not in ('campaigns', 'budgets')
    group by load_id
),
lonely as (
    select span.load_id
    from span
    join stage.dated as dated using (load_id)
    where span.last_at - span.first_at > interval 366 days and dated.kind not in ('campaigns', 'budgets')
    group by span.load_id, span.records
    having least(
        count(*) filter (dated.happened_at >= span.last_at - interval 366 days),
        count(*) filter (dated.happened_at <= span.first_at + interval 366 days)
    ) <= 0.01 * span.records
),
-- Of few records, 1% is none: those are told apart that lie before most by more years than anybody was away.
middle as (
    select span.load_id, quantile_disc(dated.happened_at, 0.5) as half_at
    from span
    join stage.dated as dated using (load_id)
    where span.last_at - span.first_at > interval 20 years and dated.happened_at is not null
        and dated.kind not in ('campaigns', 'budgets') and span.load_id not in (from lonely)
    group by span.load_id
),
apart as (
    select
        load_id, max(happened_at) filter (happened_at < half_at - interval 20 years) as far_at,
        min(happened_at) filter (happened_at >= half_at - interval 20 years) as first_at, max(happened_at) as last_at
    from stage.dated
    join middle using (load_id)
    where happened_at is not null and kind not in ('campaigns', 'budgets')
    group by load_id
)
select
    load_id, make_timestamp(-quantile_disc(-epoch_us(happened_at), 0.99)) as first_at,
    make_timestamp(quantile_disc(epoch_us(happened_at), 0.99)) as last_at
from stage.dated
join lonely using (load_id)
where happened_at is not null and kind not in ('campaigns', 'budgets')
group by load_id
union all
select load_id, first_at, last_at
from apart
where first_at - far_at > interval 20 years
