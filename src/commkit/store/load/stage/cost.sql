insert into stage.cost
with said as (select utc(spent_at) as spent_utc, * from incoming)
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), epoch_us(spent_utc), coalesce(campaign, ''), coalesce(channel, ''), amount, coalesce(currency, '')
        )
    ),
    null, null, spent_utc, campaign, channel, amount, currency
from said
