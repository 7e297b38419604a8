insert into stage.ledger
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), epoch_us(utc(day::timestamp)), coalesce(campaign, ''), coalesce(channel, ''), amount,
            coalesce(currency, ''), 'category ' || category, nullif(flow, 'out'), nullif(scenario, 'actual')
        )
    ),
    null, null, null, day, until_on, category, flow, scenario, campaign, channel, amount, currency
from incoming
