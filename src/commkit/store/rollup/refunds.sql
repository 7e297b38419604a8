-- Cancelled orders, and the part of a purchase that was paid back, on the day it was where the export says it.
insert into raw.refund
with whole_order as (
    select
        order_key, arg_min(line.account, account.key) as account, min(ordered_at) as ordered_at, max(refunded_at) as refunded_at,
        coalesce(max(order_amount), sum(amount), 0) as amount, max(refund_amount) as refund_amount, count(*) as lines
    from raw.purchase_line as line
    left join raw.account as account using (account)
    where line.order_key not in (from raw.unpaid) and line.key not in (from raw.unpaid)
    group by order_key
),
paid_back as (
    select
        order_key, account, coalesce(refunded_at, ordered_at) as refunded_at,
        case when amount < 0 then -amount else refund_amount end as amount, lines
    from whole_order
    where amount < 0 or refund_amount > 0
)
select order_key, account, refunded_at, local(refunded_at)::date, amount, lines from paid_back
