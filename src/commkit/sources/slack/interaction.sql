create or replace temp view incoming as
with mention as (
    select "group", native, author, sent_at,
        unnest(list_distinct(regexp_extract_all(markup, '<@([UW][A-Z0-9]{2,30})[|>]', 1))) as receiver
    from shaped
    where contains(markup, '<@') and kind <> 'system' and not is_doubtful
),
reaction as (
    select "group", native, unnest(flatten(list_transform(reactions, lambda each: each.users))) as sender
    from shaped
    where len(reactions) > 0 and not is_doubtful
)
select "group", native as message, author as sender, receiver, 'mention' as kind, sent_at as happened_at from mention
union all
select "group", native, sender, null, 'reaction', null from reaction where sender <> '' and not odd(sender)
