-- A record is wrongly dated if it is later than the end that its export states, later than this load, more than 366 days
-- away from all but at most 1% of the load's records, one of fewer than half that lie more than 20 years before the others,
-- or of no year from 1900 to 2199: no calendar of ours holds the days around the first and the last instant that formats
-- can write. What is planned may lie ahead: calendars, campaigns and budgets.
insert into stage.clock
select
    load.load_id, greatest(coalesce(bulk.first_at - interval 366 days, timestamp '-infinity'), timestamp '1900-01-01'),
    least(
        timestamp '2200-01-01',
        coalesce(bulk.last_at + interval 366 days, timestamp 'infinity'),
        coalesce(load.covers_until, timestamp 'infinity'),
        case when list_contains($planned, load.source) then timestamp 'infinity' else $loaded_at end
    )
from stage.load as load
left join stage.bulk as bulk using (load_id)
