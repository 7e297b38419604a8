-- Exports that repeated records of the undone load may be loaded again: those records went with it.
update raw.load
set digest = null
where load_id in (select load_id from raw.load_count where duplicate > 0) and load_id > $load_id
