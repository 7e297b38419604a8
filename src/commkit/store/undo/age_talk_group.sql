-- What the undone export said of groups cannot be put back, but any export that still tells it will be believed.
update raw.talk_group
set stated_at = timestamp '1970-01-01'
where stated_at = (select observed_at from raw.load where load_id = $load_id)
