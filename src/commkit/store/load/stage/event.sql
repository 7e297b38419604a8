insert into stage.event
with said as (
    select
        ref(member, platform) as account_ref, ref("group", platform) as group_ref, utc(happened_at) as happened_utc,
        ref(content, platform) as content_ref, ref(subject, platform) as subject_ref, *
    from incoming
)
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), account_ref, name, epoch_us(happened_utc), coalesce(campaign, ''), coalesce(variant, ''),
            coalesce(value::varchar, ''), group_ref, 'content ' || content_ref, 'subject ' || subject_ref
        )
    ),
    account_ref, group_ref, name, happened_utc, campaign, variant, value, digest64(content_ref),
    subject_ref
from said
