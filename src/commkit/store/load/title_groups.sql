-- A group that no export describes is called by its id, which is its title in a table's group column.
update raw.talk_group as target
set title = split_part(place.group_ref, chr(31), 2)
from arrived_group as place
where target.group_id = place.group_id and target.title is null and not target.is_stated
