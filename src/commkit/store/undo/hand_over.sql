-- Groups that the load made belong to the one that took its place.
update raw.talk_group set load_id = $successor where load_id = $load_id
