-- What each member bought, and when first.
select member.handle, line.product as item, min(line.ordered_on) as first_on
from purchase_line as line
join member using (member)
where line.product is not null
group by member.handle, line.product
order by first_on, member.handle, item
