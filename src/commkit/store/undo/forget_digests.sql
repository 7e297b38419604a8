-- Exports with records of the undone load may be loaded again, because those records were removed with it or changed.
update raw.load
set digest = null
where is_overlapping and load_id > $load_id or exists (select 1 from raw.load where load_id = $load_id and is_overlapping)
