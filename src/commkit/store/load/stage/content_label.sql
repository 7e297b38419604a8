-- The content that is labelled has the key of a message with that id.
insert into stage.content_label
with said as (
    select
        ref(content, platform) as content_ref, ref(member, platform) as account_ref,
        utc(labelled_at) as labelled_utc, *
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(chr(31), content_ref, label, coalesce(account_ref, ''), coalesce(epoch_us(labelled_utc), 0))
    ),
    account_ref, null, labelled_utc, digest64(content_ref), label
from said
