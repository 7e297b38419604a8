insert into private.text
select key, any_value(text)
from stage.message
where text is not null and not exists (select 1 from private.text as known where known.key = message.key)
group by key
