-- Who wrote in the span, where exports tell who answers whom: in the network, with or without a tie.
select distinct member_day.slice, member.handle
from member_day
join member using (member)
join everyone on everyone.member = member_day.member and not everyone.is_staff
where member_day.messages > 0 and member_day.member in (select member from telling_member where kind = 'replies')
order by all
