-- Which kinds of event there are, whether any content has a label, and on which platforms members drew anything or messages
-- were taken down.
select 'event' as fact, deed.name
from deed
where deed.name not in ('message', 'reply', 'reaction', 'join', 'order')
group by all
union all
select 'ad_message', null from told_label where content is not null group by all
union all
select 'tie', member.platform from tie join member using (member) group by all
union all
select 'deleted', member.platform from deleted_message join member using (member) group by all
