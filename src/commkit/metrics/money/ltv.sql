-- Customers as at the end of a day, orders of one day as one, and what they ordered after it. An order is worth what is not
-- paid back of it: by that day if it was placed by then, else by the end of the span.
with known as (select last_on, coalesce($known_on::date, last_on) as known_on from asked_span),
paid_back as (
    select
        refund.member, refund.order_key, sum(refund.amount) as amount,
        coalesce(sum(refund.amount) filter (refund.refunded_on <= known.known_on), 0) as known_amount
    from life_refund as refund
    cross join known
    where refund.refunded_on <= known.last_on
    group by all
),
refunded as (select member, sum(known_amount) as known_amount from paid_back group by member),
bought as (
    select
        placed.member, placed.ordered_on, known.known_on, placed.ordered_on <= known.known_on as is_known,
        count(*) as orders, sum(placed.amount) as amount, sum(placed.cost_amount) as cost_amount,
        count(*) - count(placed.cost_amount) as uncosted_orders,
        sum(placed.amount) - coalesce(
            sum(case when placed.ordered_on <= known.known_on then paid_back.known_amount else paid_back.amount end), 0
        ) as net_amount
    from life_purchase as placed
    cross join known
    left join paid_back on paid_back.order_key = placed.order_key
    where placed.ordered_on <= known.last_on
    group by all
),
since_first as (select *, min(ordered_on) over (partition by member) as first_on from bought),
customer as (
    select
        member, first_on, known_on, max(ordered_on) filter (is_known) as last_on,
        count(*) filter (is_known) as purchases, sum(orders) filter (is_known) as orders,
        sum(amount) filter (is_known) as amount, sum(cost_amount) filter (is_known) as cost_amount,
        sum(uncosted_orders) filter (is_known) as uncosted_orders,
        sum(net_amount) filter (is_known and ordered_on > first_on) as repeat_amount,
        count(*) filter (not is_known) as later_purchases, sum(net_amount) filter (not is_known) as later_amount
    from since_first
    where first_on <= known_on and in_span(first_on)
    group by all
)
select
    slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, standing.level, customer.known_on) as slice,
    member.handle, date_trunc($cohort, customer.first_on)::date as starts_on, customer.first_on, customer.last_on,
    customer.known_on, customer.purchases::bigint as purchases, customer.orders::bigint as orders,
    (customer.amount - coalesce(refunded.known_amount, 0))::double as net_amount,
    customer.cost_amount::double as cost_amount, customer.uncosted_orders::bigint as uncosted_orders,
    customer.repeat_amount::double as repeat_amount, customer.later_purchases::bigint as later_purchases,
    coalesce(customer.later_amount, 0)::double as later_amount
from customer
join member using (member)
left join refunded using (member)
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = customer.member
left join standing on reads_standing() and standing.member = customer.member
    and standing.starts_on = period_start(customer.known_on)
order by slice, handle
