-- The messages of stretches of chats, one a row; what only a careful reader can judge is marked doubtful, as is a
-- stretch that is no JSON, at place 0. A text is a string, or a list of strings and formatted parts.
create or replace temp macro account_of(native) as if(regexp_full_match(native, '[0-9]+'), 'user' || native, nullif(native, ''));
create or replace temp table shaped as
with listed as (
    select * exclude (body), try(from_json(body, '[{
        "id": "VARCHAR", "type": "VARCHAR", "action": "JSON", "date": "VARCHAR", "date_unixtime": "VARCHAR",
        "from": "VARCHAR", "from_id": "VARCHAR", "text": "JSON", "edited": "JSON", "edited_unixtime": "JSON",
        "reply_to_message_id": "VARCHAR", "reply_to_peer_id": "JSON",
        "media_type": "JSON", "photo": "JSON", "file": "JSON", "poll": "JSON", "todo_list": "JSON",
        "sticker_emoji": "JSON", "contact_information": "JSON", "location_information": "JSON", "place_name": "JSON",
        "game_title": "JSON", "invoice_information": "JSON", "giveaway_information": "JSON",
        "giveaway_results": "JSON", "paid_stars_amount": "JSON",
        "reactions": [{"recent": [{"from_id": "VARCHAR", "date": "VARCHAR"}]}]
    }]')) as messages
    from written
),
told as (
    select * exclude (messages), generate_subscripts(messages, 1) as place, unnest(messages, max_depth := 2)
    from listed
),
judged as (
    select
        *, coalesce(account_of(from_id), nullif("from", ''), channel) as author,
        case when text::varchar like '[%' then from_json(text, '["JSON"]') end as parts,
        coalesce(
            is_twice or "type" <> 'message' or action is not null or odd("from") or odd(from_id)
            or not regexp_full_match(id, '-?[0-9]+') or not regexp_full_match(date_unixtime, '[0-9]{1,10}')
            or try_cast(date_unixtime as bigint) > 7258118399
            or case when reply_to_message_id is null then false
                else not regexp_full_match(reply_to_message_id, '-?[0-9]+') end
            or author is null,
            true
        ) as is_doubtful
    from told
)
select
    "row", place, chat, chat || '/' || id as native, author, nullif("from", '') as author_name,
    case when not is_doubtful then make_timestamp(date_unixtime::bigint * 1000000) end as sent_at,
    try_cast("date" as timestamp) as local_at, parts, reactions,
    case
        when parts is null then nullif(text->>'$', '')
        else list_aggregate(list_transform(parts, lambda part: coalesce(
            if((part::varchar)[1] = '"', part->>'$', part->>'$.text'), ''
        )), 'string_agg', '')
    end as words,
    if(coalesce(
        media_type, photo, file, poll, todo_list, sticker_emoji, contact_information, location_information,
        place_name, game_title, invoice_information, giveaway_information, giveaway_results, paid_stars_amount
    ) is null, 'text', 'media') as kind,
    if(
        reply_to_peer_id is null and not list_contains(topics, reply_to_message_id),
        chat || '/' || reply_to_message_id, null
    ) as reply_to,
    (edited is not null or edited_unixtime is not null)::integer + 2 * list_contains(pinned, id)::integer
        + 4 * coalesce(author = bot, false)::integer as flags,
    is_doubtful
from judged
union all by name
select "row", 0 as place, true as is_doubtful from listed where messages is null
