-- The local days whose rollup these loads change, also where an old reply now finds the message it answers.
create or replace temp table touched_day as
select distinct local(sent_at)::date as day
from raw.message
where list_contains($loads, load_id)
union
select local(coalesce(said.happened_at, message.sent_at))::date
from raw.interaction as said
left join raw.message as message on message.key = said.message
where list_contains($loads, said.load_id)
union
select local(reply.sent_at)::date
from raw.message as reply
join raw.message as answered on answered.key = reply.reply_to
where list_contains($loads, answered.load_id) and not list_contains($loads, reply.load_id)
union
select local(said.happened_at)::date
from raw.message as message
join raw.interaction as said on said.message = message.key
where list_contains($loads, message.load_id) and not list_contains($loads, said.load_id)
union
select local(ordered_at)::date
from raw.purchase_line
where list_contains($loads, load_id)
