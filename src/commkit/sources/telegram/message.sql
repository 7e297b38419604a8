create or replace temp view incoming as
select
    null::varchar as platform, native, chat as "group", author, author_name, sent_at, kind, words as text, reply_to,
    flags
from shaped
where not is_doubtful
