insert into raw.purchase_line
select
    said.key, coalesce(said.order_key, said.key), person.account, said.ordered_at, said.product, said.quantity,
    said.amount, said.order_amount, said.refund_amount, said.refunded_at, said.currency, load.observed_at, said.load_id
from stage.purchase_line as said
join stage.load as load on load.load_id = said.load_id
left join arrived_person as person on person.account_ref = said.account_ref
