-- The platforms with messages of which no load can tell a kind of fact that formats of chats can tell.
select distinct platform
from covered
where kind = 'messages' and $kind in ('replies', 'reactions', 'joins', 'leaves')
    and platform not in (select platform from telling where kind = $kind)
order by platform
