-- An answer names whom it answers by itself, so there only a name that is written counts.
create or replace temp view incoming as
with mention as (
    select channel, native, known as sender, unnest(mentions, max_depth := 2), what, content, sent_at
    from shaped
    where len(mentions) > 0 and kind <> 'system' and known is not null and not is_doubtful
),
reaction as (
    select channel, native, unnest(flatten(list_transform(reactions, lambda each: each.users)), max_depth := 2)
    from shaped
    where len(reactions) > 0 and not is_doubtful
),
interaction as (
    select channel, native, sender, id as receiver, 'mention' as kind, sent_at as happened_at
    from mention
    where id <> '' and not odd(id) and (
        what <> 'Reply' or contains(content, '<@' || id || '>')
        or (nickname <> '' and contains(content, '@' || nickname)) or (name <> '' and contains(content, '@' || name))
    )
    union all
    select channel, native, id, null, 'reaction', null from reaction where id <> '' and not odd(id)
)
select channel as "group", native as message, sender, receiver, kind, happened_at
from interaction
