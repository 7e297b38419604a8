-- The messages of some days of some channels, one a row; what only a careful reader can judge is marked doubtful, as
-- is, at place 0, a day that is no list of messages or tells one message twice.
create or replace temp table shaped as
with listed as (
    select "row", "group", try(from_json(body, '[{
        "ts": "JSON", "subtype": "VARCHAR", "user": "VARCHAR", "text": "VARCHAR", "thread_ts": "JSON",
        "comment": "JSON", "inviter": "VARCHAR", "edited": "JSON", "pinned_to": "JSON",
        "files": [{"id": "VARCHAR"}], "attachments": [{"id": "VARCHAR"}], "blocks": [{"type": "VARCHAR"}],
        "reactions": [{"users": ["VARCHAR"]}]
    }]')) as messages
    from written
),
day as (
    select *, list_unique(list_transform(messages, lambda each: each.ts::varchar)) = len(messages) as is_plain
    from listed
),
told as (
    select "row", "group", generate_subscripts(messages, 1) as place, unnest(messages, max_depth := 2)
    from day
    where is_plain
),
known as (
    select native, list_contains(getvariable('written').bots, native) as is_bot
    from (select unnest(getvariable('written').people) as native)
),
pin as (
    select split_part(native, '/', 1) as "group", split_part(native, '/', 2) as stamp, true as pinned
    from (select unnest(getvariable('written').pins::varchar[]) as native)
),
stamped as (
    select
        *, trim(ts::varchar, '"') as stamp, nullif(trim(thread_ts::varchar, '"'), 'null') as thread,
        case
            when subtype not in ('bot_message', 'me_message', 'slackbot_response', 'thread_broadcast') then 'system'
            when coalesce("text", '') = '' and (len(files) > 0 or len(attachments) > 0 or len(blocks) > 0) then 'media'
            else 'text'
        end as kind,
        coalesce(
            not regexp_full_match(ts::varchar, '"([0-6]?[0-9]{1,9})\.[0-9]{6}"') or is_bot is null or odd("user") or odd("text")
            or case when subtype is null then false else odd(subtype) or odd(inviter) or subtype in
                ('', 'file_comment', 'file_mention', 'file_share', 'tombstone') end
            or case when thread_ts is null then false
                else not regexp_full_match(thread_ts::varchar, 'null|"[0-9.]*"') end
            or case when contains("text", '<') then regexp_matches("text", '<[^>]*<|<[^>]{1000}') else false end
            or comment is not null,
            true
        ) as is_doubtful
    from told
    left join known on told."user" = known.native
)
select
    "row", place, "group", "group" || '/' || stamp as native, subtype, "user" as author,
    case when not is_doubtful then make_timestamp(replace(stamp, '.', '')::bigint) end as sent_at, kind,
    nullif("text", '') as markup, reactions, inviter,
    case when kind <> 'system' and thread <> '' and thread <> stamp then "group" || '/' || thread end as reply_to,
    holds(edited)::integer + 2 * (holds(pinned_to) or pinned is not null)::integer
        + 4 * (is_bot or coalesce(subtype, '') = 'bot_message')::integer as flags,
    is_doubtful
from stamped
left join pin using ("group", stamp)
union all by name
select "row", 0 as place, true as is_doubtful from day where not coalesce(is_plain, false)
