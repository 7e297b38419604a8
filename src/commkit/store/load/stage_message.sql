insert into stage.message
with said as (
    select
        ref(author, platform) as author_ref, ref("group", platform) as group_ref, utc(sent_at) as sent_utc,
        kind in ('text', 'media') and (getvariable('has_bridges') or flags & 8 = 8) as may_be_relayed, *
    from incoming
),
matched as (
    select
        *, case when may_be_relayed then relayed(text) end as by_text,
        case when may_be_relayed then relayed(author_name) end as by_name
    from said
),
told as (
    select
        *, case when by_text.whole <> '' then by_text when by_name.whole = author_name then by_name end as relay,
        case when by_text.whole <> '' then length(by_text.whole) else 0 end as relay_length
    from matched
)
select
    $load_id,
    case
        when native is not null then digest64(ref(native, platform))
        else digest64(concat_ws(chr(31), group_ref, author_ref, epoch_us(sent_utc), composed(text)))
    end,
    native is not null, author_ref, author_name, group_ref, sent_utc, kind, coalesce(length(text), 0),
    case when reply_to is not null then digest64(ref(reply_to, platform)) end,
    coalesce(flags, 0), case when getvariable('keep_text') then text end,
    case when relay.whole <> '' then behind(relay, platform) end, case when relay.whole <> '' then named(relay) end,
    relay_length, null, null
from told
