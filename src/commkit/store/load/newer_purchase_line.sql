update raw.purchase_line as target
set
    refund_amount = newest.refund_amount, refunded_at = newest.refunded_at, order_amount = newest.order_amount,
    observed_at = newest.observed_at
from (
    select distinct on (said.key)
        said.key, said.refund_amount, said.refunded_at, said.order_amount, load.observed_at,
        md5(concat_ws(chr(31), said.refund_amount, said.refunded_at)) as digest
    from stage.purchase_line as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, digest desc
) as newest
where target.key = newest.key
    and (newest.observed_at, newest.digest)
    > (target.observed_at, md5(concat_ws(chr(31), target.refund_amount, target.refunded_at)))
