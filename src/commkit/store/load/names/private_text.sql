-- The text of messages that all come once, where none is kept yet.
insert into private.text
select said.key, said.text, load.observed_at
from stage.message as said
join stage.load as load on load.load_id = said.load_id
where said.text is not null
