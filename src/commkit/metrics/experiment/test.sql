-- What each member of an experiment did in the days after coming into it, and in the four weeks before.
-- Whoever is in several variants, and whose days are not over, is left out by whoever asks.
with tagged as (
    select member, variant, day
    from event
    where campaign = $campaign and variant is not null
    union all
    select told_label.member, told_label.value, told_label.valid_from_on
    from told_label
    join member using (member)
    where told_label.dimension = $dimension
),
entry as (
    select
        member, min(variant) as variant, count(distinct variant) as variants,
        coalesce(min(day), (select first_on from asked_span)) as entered_on
    from tagged
    group by member
),
lived as (
    select entry.member, life_day.*, life_day.day >= entry.entered_on as is_after
    from entry
    join life_day on life_day.member = entry.member
        and life_day.day between entry.entered_on - 28 and entry.entered_on + $days::int - 1
),
summed as (
    select
        member,
        sum(messages) filter (where is_after) as messages,
        count(distinct day) filter (where is_after and is_active) as active_days,
        sum(purchases) filter (where is_after) as purchases,
        sum(amount) filter (where is_after) as amount,
        sum(messages) filter (where not is_after) as earlier_messages,
        count(distinct day) filter (where not is_after and is_active) as earlier_active_days,
        sum(amount) filter (where not is_after) as earlier_amount
    from lived
    group by member
),
happened as (
    select entry.member, list(distinct event.name order by event.name) as events
    from entry
    join event on event.member = entry.member and event.campaign is not distinct from $campaign
        and event.day between entry.entered_on and entry.entered_on + $days::int - 1
    group by entry.member
)
select
    entry.member, entry.variant, entry.variants, entry.entered_on, coalesce(happened.events, []) as events,
    coalesce(summed.messages, 0)::double as messages,
    coalesce(summed.active_days, 0)::double as active_days,
    coalesce(summed.purchases, 0)::double as purchases,
    coalesce(summed.amount, 0)::double as amount,
    coalesce(summed.earlier_messages, 0)::double as earlier_messages,
    coalesce(summed.earlier_active_days, 0)::double as earlier_active_days,
    coalesce(summed.earlier_amount, 0)::double as earlier_amount
from entry
left join summed using (member)
left join happened using (member)
order by entry.member
