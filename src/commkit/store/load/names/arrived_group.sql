insert into arrived_group
select arrived.group_ref, known.group_id, known.key
from incoming as arrived
join raw.talk_group as known using (key)
