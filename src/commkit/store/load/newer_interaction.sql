update raw.interaction as target
set group_id = newer.group_id, happened_at = newer.happened_at, observed_at = newer.observed_at
from newer_interaction as newer
where target.key = newer.key
