select group_id, handle, title, platform from raw.talk_group order by title, handle
