-- What an entry of a month amounts to may be corrected later; of one of a day the amount is all that tells it from others.
insert into stage.ledger
select
    $load_id,
    digest64(
        concat_ws(
            chr(31), epoch_us(utc(day::timestamp)), coalesce(campaign, ''), coalesce(channel, ''),
            case when until_on is null then amount end, coalesce(currency, ''), 'category ' || category,
            nullif(flow, 'out'), nullif(scenario, 'actual')
        )
    ),
    null, null, null, day, until_on, category, flow, scenario, campaign, channel, amount, currency,
    digest64('amount ' || amount)
from incoming
