-- A campaign's key is made of its name.
insert into stage.campaign
with said as (select utc(starts_at) as starts_utc, utc(ends_at) as ends_utc, * from incoming)
select
    $load_id, digest64(campaign), null, null, null, starts_utc, ends_utc, campaign, channel, budget, currency,
    digest64(
        concat_ws(
            chr(31), coalesce(epoch_us(starts_utc), 0), coalesce(epoch_us(ends_utc), 0), coalesce(channel, ''),
            coalesce(budget, 0), currency
        )
    )
from said
