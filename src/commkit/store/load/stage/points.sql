insert into stage.points
with said as (
    select ref(member, platform) as account_ref, utc(happened_at) as happened_utc, * from incoming
)
select
    $load_id,
    digest64(
        coalesce(
            'id ' || native,
            concat_ws(
                chr(31), account_ref, epoch_us(happened_utc), change, coalesce(reason, ''), coalesce(expires_on::varchar, '')
            )
        )
    ),
    account_ref, null, null, happened_utc, change, reason, expires_on
from said
