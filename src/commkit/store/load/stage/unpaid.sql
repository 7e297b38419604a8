insert into stage.unpaid
with said as (
    select
        ref(member, platform) as account_ref, ref(native, platform) as order_ref, utc(ordered_at) as ordered_utc,
        coalesce(amount, order_amount) as line_amount, *
    from incoming
)
select
    $load_id, line_key(order_ref, account_ref, ordered_utc, product, quantity, line_amount), digest64(order_ref), is_over,
    greatest(ordered_utc, utc(refunded_at))
from said
