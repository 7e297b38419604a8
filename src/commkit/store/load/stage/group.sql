insert into stage.talk_group
select $load_id, ref(native, null), title, coalesce(kind, 'channel'), coalesce(is_private, false)
from incoming
