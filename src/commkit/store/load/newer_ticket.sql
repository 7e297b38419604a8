update raw.ticket as target
set
    opened_at = newest.opened_at, answered_at = newest.answered_at, closed_at = newest.closed_at, status = newest.status, topic = newest.topic,
    version = newest.version, observed_at = newest.observed_at
from (
    select distinct on (said.key) said.*, load.observed_at
    from stage.ticket as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, said.version desc
) as newest
where target.key = newest.key and (newest.observed_at, newest.version) > (target.observed_at, target.version)
