-- Recency, frequency and money of each buyer.
select
    member.handle, life_purchase.member,
    (getvariable('as_of_on')::date - max(ordered_on))::double as silent_days,
    count(distinct order_key)::double as orders,
    sum(amount)::double as amount
from life_purchase
join member using (member)
group by life_purchase.member, member.handle
order by life_purchase.member
