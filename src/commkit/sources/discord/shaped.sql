-- The messages of stretches of a channel, one a row; what only a careful reader can judge is marked doubtful, as is
-- a stretch that is no JSON, at place 0.
create or replace temp table shaped as
with listed as (
    select "row", channel, try(from_json(body, '[{
        "id": "VARCHAR", "type": "VARCHAR", "timestamp": "VARCHAR", "timestampEdited": "JSON", "isPinned": "JSON",
        "content": "VARCHAR", "author": {"id": "VARCHAR", "name": "VARCHAR", "nickname": "VARCHAR", "isBot": "JSON"},
        "mentions": [{"id": "VARCHAR", "name": "VARCHAR", "nickname": "VARCHAR"}],
        "reactions": [{"users": [{"id": "VARCHAR"}]}], "reference": {"messageId": "VARCHAR", "channelId": "VARCHAR"},
        "attachments": "JSON", "stickers": "JSON", "embeds": "JSON", "forwardedMessage": "JSON"
    }]')) as messages
    from written
),
told as (
    select "row", channel, generate_subscripts(messages, 1) as place, unnest(messages, max_depth := 2) from listed
),
named as (
    select *, case coalesce(nullif("type", ''), 'Default')
        when '0' then 'Default'
        when '7' then 'GuildMemberJoin'
        when '19' then 'Reply'
        else coalesce(nullif("type", ''), 'Default')
    end as what
    from told
)
select
    "row", place, channel, id as native, what, nullif(author.id, '456226577798135808') as known, author,
    timezone('UTC', try_cast("timestamp" as timestamptz)) as sent_at, content, mentions,
    reactions,
    case when what = 'Reply' then nullif(reference.messageId, '') end as reply_to,
    case
        when what not in ('Default', 'Reply', '20', '23') then 'system'
        when coalesce(content, '') = '' and (
            holds(attachments) or holds(stickers) or holds(embeds) or holds(forwardedMessage)
            or reference.messageId is not null or reference.channelId is not null
        ) then 'media'
        else 'text'
    end as kind,
    holds(timestampEdited)::integer + 2 * is_true(isPinned)::integer + 4 * is_true(author.isBot)::integer as flags,
    coalesce(
        odd(id) or id = '' or odd(author.id) or author.id = '' or odd(content) or odd("type") or odd(author.nickname)
        or odd(author.name) or odd(reference.messageId) or what in ('1', '2', 'RecipientAdd', 'RecipientRemove')
        or not regexp_full_match("timestamp", '[0-9-]{10}T[0-9:]{8}(\.[0-9]{1,6})?[+-][01][0-9]:[0-9]{2}')
        or sent_at is null or year(sent_at) not between 1900 and 2199,
        true
    ) as is_doubtful
from named
union all by name
select "row", 0 as place, true as is_doubtful from listed where messages is null
