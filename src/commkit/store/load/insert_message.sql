insert into raw.message
select
    said.key, place.group_id, person.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
    load.observed_at, said.load_id
from stage.message as said
join stage.load as load on load.load_id = said.load_id
left join arrived_person as person on person.account_ref = said.author_ref
left join arrived_group as place using (group_ref)
