-- What the undone export corrected cannot be put back, but any export that still tells it will be believed.
update raw.ticket
set observed_at = timestamp '1970-01-01'
where observed_at = (select observed_at from raw.load where load_id = $load_id) and load_id <> $load_id
