-- How many members every answer leaves out, by reason.
select left_out.reason, count(*) as members
from left_out
join everyone on everyone.member = left_out.member and not everyone.is_bot
group by left_out.reason
order by members desc, left_out.reason
