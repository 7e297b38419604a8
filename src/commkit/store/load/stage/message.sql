insert into stage.message
with said as (
    select ref(author, platform) as author_ref, ref("group", platform) as group_ref, utc(sent_at) as sent_utc, * from incoming
)
select
    $load_id,
    case
        when native is not null then digest64(ref(native, platform))
        else digest64(
            concat_ws(
                chr(31), group_ref, case when getvariable('names_last') then author_ref end, epoch_us(sent_utc), composed(text)
            )
        )
    end,
    native is not null, author_ref, author_name, group_ref, sent_utc, kind, coalesce(length(text), 0),
    case when reply_to is not null then digest64(ref(reply_to, platform)) end,
    coalesce(flags, 0) | case when left(text, 1) in ('<', '[', '(', '*', '&') and relayed(text).whole <> '' then 16 else 0 end,
    case when getvariable('keep_text') then text when may_be_carried(kind, flags) then nullif(relayed(text).whole, '') end
from said
