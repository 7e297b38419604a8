with opened as (
    select
        slice, period_start(opened_on) as starts_on, count(*) filter (kind = 'ticket') as tickets,
        count(*) filter (kind = 'complaint') as complaints, count(*) filter (kind = 'incident') as incidents,
        count(*) filter (kind = 'suggestion') as suggestions,
        count(*) filter (kind = 'suggestion' and is_adopted(outcome)) as adopted_suggestions,
        count(*) filter (kind = 'decision') as decisions,
        count(*) filter (kind = 'decision' and has_evidence) as evident_decisions
    from cases
    group by all
),
-- An incident weighs on every period in which it is open.
severe as (
    select cases.slice, calendar.starts_on, count(*) as severe_incidents
    from cases
    join calendar on cases.opened_on < calendar.ends_on and coalesce(cases.closed_on >= calendar.starts_on, true)
    where cases.kind = 'incident' and is_severe(cases.severity, cases.topic)
    group by all
),
slice as (select slice from opened union select null where getvariable('slice_by') is null)
select
    slice.slice, calendar.starts_on, coalesce(tickets, 0) as tickets, coalesce(complaints, 0) as complaints,
    coalesce(incidents, 0) as incidents, coalesce(severe_incidents, 0) as severe_incidents,
    coalesce(suggestions, 0) as suggestions,
    coalesce(adopted_suggestions, 0) as adopted_suggestions, coalesce(decisions, 0) as decisions,
    coalesce(evident_decisions, 0) as evident_decisions
from calendar
cross join slice
left join opened on opened.slice is not distinct from slice.slice and opened.starts_on = calendar.starts_on
left join severe on severe.slice is not distinct from slice.slice and severe.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
