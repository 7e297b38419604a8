select distinct name
from deed
where name not in ('join', 'message', 'reply', 'reaction', 'order')
order by name
