-- Whether people are on several platforms and nobody has joined accounts.
select count(distinct platform) > 1 and not exists (from raw.merge_log where undone_at is null)
from raw.account
where not is_bot
