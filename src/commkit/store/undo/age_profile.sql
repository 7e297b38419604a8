-- What the undone export corrected cannot be put back, but any export that still tells it will be believed.
update raw.profile
set observed_at = timestamp '0001-01-01'
where observed_at = (select observed_at from raw.load where load_id = $load_id and is_overlapping) and load_id <> $load_id
