-- What was said of the community elsewhere: known by its address, and read by more people as time goes by.
insert into stage.mention
with said as (select utc(happened_at) as happened_utc, * from incoming)
select
    $load_id, digest64(concat_ws(chr(31), site, native)), null, null, null, happened_utc, site, topic, sentiment,
    reach, interactions, reposts,
    digest64(
        concat_ws(
            chr(31), epoch_us(happened_utc), coalesce(topic, ''), coalesce(sentiment, ''), coalesce(reach, -1),
            coalesce(interactions, -1), coalesce(reposts, -1)
        )
    )
from said
