-- These accounts and all that are merged with any of them; the account that stands for them comes first.
with merged as (
    select key from incoming
    union
    select key
    from raw.merge_log
    where undone_at is null
        and merge_id in (select merge_id from raw.merge_log where undone_at is null and key in (select key from incoming))
)
select
    merged.key, coalesce(account.handle, left(merged.key, 8)) as handle, coalesce(account.is_bot, false) as is_bot,
    coalesce(account.is_staff, false) as is_staff
from merged
left join raw.account as account using (key)
order by account.key is null, merged.key
