create or replace temp view incoming as
select
    null::varchar as platform, native, channel as "group", known as author,
    case when known is not null then coalesce(nullif(author.nickname, ''), nullif(author.name, '')) end as author_name,
    sent_at, kind, nullif(content, '') as text, reply_to, flags
from shaped
where not is_doubtful
