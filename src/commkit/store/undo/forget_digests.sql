-- Exports that told the same records as the undone load may be loaded again: what they told went with it, or changed.
update raw.load
set digest = null
where is_overlapping and load_id > $load_id or exists (select 1 from raw.load where load_id = $load_id and is_overlapping)
