-- A label's key is made of what is labelled and of all that is said but its end, which may be told later. The content that is
-- labelled has the key of a message with that id.
insert into stage.label
with said as (
    select
        ref(member, platform) as account_ref, ref(labelled_by, platform) as other_ref, ref("group", platform) as group_ref,
        ref(content, platform) as content_ref, utc(valid_from) as from_utc, utc(valid_until) as until_utc, *
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), content_ref, 'member ' || account_ref, 'group ' || group_ref, 'campaign ' || campaign, value,
            coalesce(other_ref, ''), coalesce(epoch_us(from_utc), 0), 'of ' || nullif(dimension, 'label'), 'by ' || said_by
        )
    ),
    account_ref, other_ref, group_ref, digest64(content_ref), campaign, dimension, value, said_by, from_utc, until_utc,
    digest64('until ' || coalesce(epoch_us(until_utc)::varchar, ''))
from said
