-- Orders whose lines sum to a purchase; those that sum below zero are cancellations and stand in refund.
insert into raw.purchase
with whole_order as (
    select
        order_key, arg_min(line.account, account.key) as account, min(ordered_at) as ordered_at,
        coalesce(max(order_amount), sum(amount), 0) as amount, count(*) as lines,
        max(channel) as channel, case when count(cost) = count(*) then sum(cost) end as cost, min(due_on) as due_on
    from raw.purchase_line as line
    left join raw.account as account using (account)
    where line.order_key not in (from raw.unpaid) and line.key not in (from raw.unpaid)
    group by order_key
)
select order_key, account, ordered_at, local(ordered_at)::date, amount, lines, channel, cost, due_on
from whole_order
where amount >= 0
