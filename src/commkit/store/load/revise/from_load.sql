insert into told_before
select group_ref, author_ref, sent_at, key, may_change(kind, flags)
from stage.message
where load_id = $load_id and kind <> 'system' and not has_id
