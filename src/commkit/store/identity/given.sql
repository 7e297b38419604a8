-- The accounts that each handle given may mean: by the handle, or by a key that begins so. A merged account that went
-- with its load is still known.
with known as (
    select key, handle from raw.account
    union
    select key, left(key, 8) from raw.merge_log where key not in (select key from raw.account)
)
select given.handle as given, known.key, known.handle
from incoming as given
join known on known.handle = given.handle or (length(given.handle) >= 8 and starts_with(known.key, given.handle))
order by known.key
