-- What the community holds, by kind of fact, and the first and the last day of what is not wrongly dated.
with known as (
    from (
        values
        (1, 'messages', ['messages']), (2, 'groups', []), (3, 'accounts', []), (4, 'joins and leaves', ['joins', 'leaves']),
        (5, 'reactions and mentions', []), (6, 'orders', ['orders']), (7, 'refunds', ['orders']), (8, 'events', ['events']),
        (9, 'referrals', ['referrals']), (10, 'survey answers', ['surveys']), (11, 'campaigns', ['campaigns']),
        (12, 'labels', ['labels']), (13, 'cases', ['cases']), (14, 'ledger entries', ['ledger', 'budgets']),
        (15, 'mentions', ['mentions']), (16, 'points', ['points']), (17, 'daily counts', ['daily_counts']),
        (18, 'rejected records', [])
    ) as known (place, kind, dated)
),
held as (
    select 1 as place, local(sent_at)::date as day from raw.message
    union all
    select 2, null from known_group
    union all
    select 3, null from raw.account
    union all
    select 4, local(happened_at)::date from raw.membership
    union all
    select 5, null from raw.interaction
    union all
    select 6, ordered_on from raw.purchase
    union all
    select 7, refunded_on from raw.refund
    union all
    select 8, local(happened_at)::date from raw.event
    union all
    select 9, local(happened_at)::date from raw.referral
    union all
    select 10, local(answered_at)::date from raw.survey
    union all
    select 11, local(starts_at)::date from raw.campaign
    union all
    select 12, local(valid_from)::date from raw.label
    union all
    select 13, local(opened_at)::date from raw.case
    union all
    select 14, day from raw.ledger
    union all
    select 15, local(happened_at)::date from raw.mention
    union all
    select 16, local(happened_at)::date from raw.points
    union all
    select 17, day from raw.daily_count
    union all
    select 18, null from raw.reject
),
said as (
    select
        kind, case when is_in_days(kind) then first_at else local(first_at) end as first_at,
        case when is_in_days(kind) then last_at else local(last_at) end as last_at
    from raw.coverage
    where not is_wrong
),
-- Between which days the records of a kind can be right.
span as (
    select known.place, min(said.first_at)::date as opens_on, max(said.last_at)::date as ends_on
    from known
    join said on list_contains(known.dated, said.kind)
    group by known.place
),
counted as (
    select
        held.place, count(*) as records, min(held.day) filter (held.day between span.opens_on and span.ends_on) as first_on,
        max(held.day) filter (held.day between span.opens_on and span.ends_on) as last_on
    from held
    left join span using (place)
    group by held.place
)
select known.kind, coalesce(counted.records, 0) as records, counted.first_on, counted.last_on
from known
left join counted using (place)
order by known.place
