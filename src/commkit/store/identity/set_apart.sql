-- Pairs of members that were split before; they are not suggested again.
create or replace temp view set_apart as
select distinct one.member, other.member as other
from raw.merge_log as log
join raw.merge_log as beside using (merge_id)
join holder as one on one.key = log.key
join holder as other on other.key = beside.key
where one.member < other.member
