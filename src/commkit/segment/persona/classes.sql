-- All that labels say of each member who is there, hand checks left out.
select everyone.handle, string_agg(distinct label.value, chr(10) order by label.value) as said
from label
join everyone using (member)
join member using (member)
where is_descriptive(label.dimension) and coalesce(label.said_by <> 'check', true)
group by everyone.handle
order by everyone.handle
