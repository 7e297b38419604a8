insert into stage.purchase_line
with said as (
    select
        ref(member, platform) as account_ref, ref(native, platform) as order_ref, utc(ordered_at) as ordered_utc,
        coalesce(amount, order_amount) as line_amount, *
    from incoming
)
select
    $load_id,
    line_key(order_ref, account_ref, ordered_utc, product, quantity, line_amount), native is not null, digest64(order_ref), account_ref, member_name, ordered_utc, product, quantity, amount,
    order_amount, refund_amount, utc(refunded_at), currency, channel, category, cost, due_on
from said
