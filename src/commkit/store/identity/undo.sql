-- Take these accounts out of whatever merge they are in.
update raw.merge_log
set undone_at = $now
where undone_at is null and key in (select key from incoming)
