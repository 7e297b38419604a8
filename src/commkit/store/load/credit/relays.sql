-- Messages that bridges carried: the prefix of the text names the author or, where a bridge posts under the author's name,
-- the name does.
insert into stage.relay
with said as (
    select rowid as row, author_ref, author_name, relayed(text) as by_text, relayed(author_name) as by_name
    from stage.message
    where may_be_carried(kind, flags) and author_ref in (select account_ref from bridge)
),
told as (
    select
        *, case when by_text.whole <> '' then by_text when by_name.whole = author_name then by_name end as relay,
        case when by_text.whole <> '' then length(by_text.whole) else 0 end as prefix_length
    from said
)
select row, behind(relay, split_part(author_ref, chr(31), 1)), named(relay), prefix_length, author_ref, author_name
from told
where relay.whole <> '' and named(relay) is not null
