-- The accounts of merges that are in force, as they stand when the community is opened. In each merge the account whose key
-- comes first stands for all, whatever was merged into what.
create or replace temp table merged as
select
    account.account,
    first_value(account.account) over (partition by log.merge_id order by account.key) as member
from raw.merge_log as log
join raw.account as account using (key)
where log.undone_at is null;
