-- End every merge of which only one account is left.
update raw.merge_log
set undone_at = $now
where undone_at is null
    and merge_id in (select merge_id from raw.merge_log where undone_at is null group by merge_id having count(*) = 1)
