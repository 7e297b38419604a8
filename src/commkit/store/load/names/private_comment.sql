-- What people wrote beside their score.
insert into private.text
select said.key, any_value(said.text), max(load.observed_at)
from stage.survey as said
join stage.load as load on load.load_id = said.load_id
where said.text is not null and not exists (select 1 from private.text as known where known.key = said.key)
group by said.key
