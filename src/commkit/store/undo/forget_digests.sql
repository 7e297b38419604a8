-- Exports that told the same records as the undone load may be loaded again: what they told went with it, or changed.
update raw.load
set digest = null
where exists (
        select 1 from raw.load_count as count where count.load_id = load.load_id and count.duplicate > 0
    ) and load_id > $load_id
    or exists (select 1 from raw.load_count where load_id = $load_id and duplicate > 0)
