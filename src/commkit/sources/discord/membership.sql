-- Joining the server is joining no channel.
create or replace temp view incoming as
select
    null::varchar as "group", known as member, sent_at as happened_at, 'join' as change, null::varchar as how,
    null::varchar as inviter
from shaped
where what = 'GuildMemberJoin' and known is not null and not is_doubtful
