-- What became of each member of a plan in the days after it: everybody in the arm that they were given, whatever happened.
-- Who is left out of every answer since is counted, and nothing else is looked at.
with planned as (
    select said.member, min(said.value) as arm
    from told_label as said
    where said.dimension = $dimension and coalesce(said.said_by <> 'check', true)
        and (
            said.member in (select member from member)
            or (is_of_all() and said.member in (select member from everyone where not counts))
        )
    group by said.member
    having count(distinct said.value) = 1
),
did as (
    select member, min(day) as returned_on
    from life_day
    where is_active and day > $day::date and day <= $closes_on::date
    group by member
),
gone as (
    select member, max(left_on) as left_on
    from stay
    group by member
    having bool_and(coalesce(left_on <= $closes_on::date, false))
),
paid as (
    select member, ordered_on as day, order_key, amount from life_purchase
    union all
    select member, refunded_on, null, -amount from life_refund
),
bought as (
    select member, count(distinct order_key) as orders, sum(amount)::double as net_amount
    from paid
    where day > $day::date and day <= $closes_on::date
    group by member
)
select
    planned.member, everyone.handle, planned.arm, everyone.counts, did.returned_on, gone.left_on,
    planned.member in (select member from telling_member where kind = 'leaves') as tells_leaves,
    coalesce(bought.orders, 0) as orders, coalesce(bought.net_amount, 0) as net_amount
from planned
join everyone using (member)
left join did using (member)
left join gone using (member)
left join bought using (member)
