-- The accounts that each given handle may mean: those with the handle, or with a key that begins with it. A merged account
-- whose load was undone is still known.
with known as (
    select key, handle from raw.account
    union
    select key, left(key, 8) from raw.merge_log where key not in (select key from raw.account)
)
select given.handle as given, known.key, known.handle
from incoming as given
join known on known.handle = given.handle or (length(given.handle) >= 8 and starts_with(known.key, given.handle))
order by known.key
