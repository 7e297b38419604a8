-- The texts of messages, none of which comes twice, where no text is kept yet.
insert into private.text
select said.key, said.text, load.observed_at
from stage.message as said
join stage.load as load on load.load_id = said.load_id
where said.text is not null
