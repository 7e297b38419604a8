create or replace temp table touched_day as
select distinct local(sent_at)::date as day from raw.message
union
select local(coalesce(said.happened_at, message.sent_at))::date
from raw.interaction as said
left join raw.message as message on message.key = said.message
union
select ordered_on from raw.purchase
union
select day from raw.member_day
