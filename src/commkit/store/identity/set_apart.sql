-- Pairs of members that were split before; they are not suggested again.
create or replace temp view set_apart as
select distinct one.member, other.member as other
from raw.merge_log as log
join raw.merge_log as beside using (merge_id)
join raw.account as first on first.key = log.key
join raw.account as second on second.key = beside.key
join person as one on one.account = first.account
join person as other on other.account = second.account
where one.member < other.member
