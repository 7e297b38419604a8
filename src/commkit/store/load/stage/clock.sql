-- A record is wrongly dated if it is later than the end that its export states, later than this load, or more than 366 days
-- away from all but at most 1% of the load's records, or of no year from 1900 to 2199: no calendar of ours holds the days
-- around the first and the last instant that formats can write. What is planned may lie ahead: calendars, campaigns and
-- budgets.
insert into stage.clock
with span as (
    select load_id, count(*) as records, min(happened_at) as first_at, max(happened_at) as last_at
    from stage.dated
    where happened_at is not null and kind not in ('campaigns', 'budgets')
    group by load_id
),
-- Looking for the bulk costs more than counting, so it is done only where the first or the last record may stand apart.
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
bulk as (
    select
        load_id, make_timestamp(quantile_disc(epoch_us(happened_at), 0.99)) as last_at,
        make_timestamp(-quantile_disc(-epoch_us(happened_at), 0.99)) as first_at
    from stage.dated
    join lonely using (load_id)
    where happened_at is not null and kind not in ('campaigns', 'budgets')
    group by load_id
)
select
    load.load_id, greatest(coalesce(bulk.first_at - interval 366 days, timestamp '-infinity'), timestamp '1900-01-01'),
    least(
        timestamp '2200-01-01',
        coalesce(bulk.last_at + interval 366 days, timestamp 'infinity'),
        coalesce(load.covers_until, timestamp 'infinity'),
        case when list_contains($planned, load.source) then timestamp 'infinity' else $loaded_at end
    )
from stage.load as load
left join bulk using (load_id)
