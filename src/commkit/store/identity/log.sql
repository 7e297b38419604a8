-- Every merge, one row for each account: `replaced` where a later merge took it over, `split` where it was taken out.
select
    log.merge_id as merge, coalesce(account.handle, left(log.key, 8)) as handle, account.platform, log.merged_at,
    log.undone_at,
    case
        when log.undone_at is null then 'merged'
        when exists (
            select 1 from raw.merge_log as later
            where later.key = log.key and later.merge_id > log.merge_id and later.merged_at = log.undone_at
        ) then 'replaced'
        else 'split'
    end as status
from raw.merge_log as log
left join raw.account as account using (key)
order by log.merge_id, log.key
