-- A reaction has the exporter's clock alone: it is as far from UTC as the two stamps of its message are apart.
create or replace temp view incoming as
with mention as (
    select chat, native, author, sent_at, unnest(list_distinct(list_transform(
        list_filter(parts, lambda part: part->>'$.type' = 'mention_name'),
        lambda part: account_of(part->>'$.user_id')
    ))) as receiver
    from shaped
    where len(parts) > 0 and not is_doubtful
),
reaction as (
    select chat, native, sent_at, local_at, unnest(flatten(list_transform(reactions, lambda each: each.recent)), max_depth := 2)
    from shaped
    where len(reactions) > 0 and not is_doubtful
)
select chat as "group", native as message, author as sender, receiver, 'mention' as kind, sent_at as happened_at
from mention
where receiver is not null
union all
select chat, native, account_of(from_id), null, 'reaction', try_cast("date" as timestamp) + (sent_at - local_at)
from reaction
where from_id <> '' and not odd(from_id)
