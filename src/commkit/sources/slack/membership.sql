create or replace temp view incoming as
select
    "group", author as member, sent_at as happened_at, if(subtype like '%_join', 'join', 'leave') as change,
    if(inviter <> '', 'invite', null) as how, nullif(inviter, '') as inviter
from shaped
where subtype in ('channel_join', 'group_join', 'channel_leave', 'group_leave') and not is_doubtful
