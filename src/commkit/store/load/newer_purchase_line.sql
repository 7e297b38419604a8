-- Where two exports disagree on one record, the greatest (observed_at, digest) wins.
update raw.purchase_line as target
set
    product = newest.product, quantity = newest.quantity, amount = newest.amount, order_amount = newest.order_amount,
    refund_amount = newest.refund_amount, refunded_at = newest.refunded_at, currency = newest.currency,
    observed_at = newest.observed_at
from (
    select distinct on (said.key)
        said.*, load.observed_at,
        line_digest(
            said.product, said.quantity, said.amount, said.order_amount, said.refund_amount, said.refunded_at,
            said.currency
        ) as digest
    from stage.purchase_line as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, digest desc
) as newest
where target.key = newest.key
    and (newest.observed_at, newest.digest)
    > (
        target.observed_at,
        line_digest(
            target.product, target.quantity, target.amount, target.order_amount, target.refund_amount,
            target.refunded_at, target.currency
        )
    )
