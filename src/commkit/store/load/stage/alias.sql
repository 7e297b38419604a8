insert into stage.alias
select $load_id, ref(member, null), ref(other, null), how, utc(happened_at)::date
from incoming
where member <> other
