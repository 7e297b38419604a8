-- Which kinds of event there are, and whether any content has a label.
select 'event' as fact, deed.name
from deed
where deed.name not in ('message', 'reply', 'reaction', 'join', 'order')
group by all
union all
select 'ad_message', null from told_label where content is not null group by all
