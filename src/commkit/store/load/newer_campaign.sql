update raw.campaign as target
set
    starts_at = newest.starts_at, ends_at = newest.ends_at, channel = newest.channel, budget = newest.budget,
    currency = newest.currency, version = newest.version, observed_at = newest.observed_at
from (
    select distinct on (said.key) said.*, load.observed_at
    from stage.campaign as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, said.version desc
) as newest
where target.key = newest.key and (newest.observed_at, newest.version) > (target.observed_at, target.version)
