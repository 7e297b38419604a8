-- Groups that the load described first will be described by the one that takes its place.
update raw.talk_group set is_stated = false where load_id = $load_id
