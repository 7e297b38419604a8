-- How many orders each new load's lines make, and how many lines have no customer.
select load_id, count(distinct order_key) as orders, count(*) filter (account is null) as anonymous
from raw.purchase_line
where load_id >= $first_load
group by load_id
