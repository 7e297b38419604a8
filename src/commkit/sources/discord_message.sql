create or replace temp view incoming as
select
    null::varchar as platform, native, channel as "group", nullif(author.id, getvariable('written').ghost) as author,
    case when author.id <> getvariable('written').ghost then coalesce(nullif(author.nickname, ''), nullif(author.name, '')) end as author_name,
    sent_at, kind, nullif(content, '') as text, reply_to, flags
from shaped
where not is_doubtful
