-- Every merge, one row an account. What a later merge took over is `replaced`, what the operator took out is `split`.
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
