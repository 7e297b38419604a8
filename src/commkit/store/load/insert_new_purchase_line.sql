insert into raw.purchase_line
select distinct on (said.key)
    said.key, coalesce(said.order_key, said.key), person.account, said.ordered_at, said.product, said.quantity,
    said.amount, said.order_amount, said.refund_amount, said.refunded_at, said.currency, load.observed_at,
    min(said.load_id) over (partition by said.key)
from stage.purchase_line as said
join stage.load as load on load.load_id = said.load_id
left join arrived_person as person on person.account_ref = said.account_ref
where not exists (select 1 from raw.purchase_line as known where known.key = said.key)
order by
    said.key, load.observed_at desc,
    line_digest(
        said.product, said.quantity, said.amount, said.order_amount, said.refund_amount, said.refunded_at, said.currency
    ) desc
