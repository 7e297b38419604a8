insert into raw.message
select distinct on (said.key)
    said.key, place.group_id, person.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
    load.observed_at, min(said.load_id) over (partition by said.key)
from stage.message as said
join stage.load as load on load.load_id = said.load_id
left join arrived_person as person on person.account_ref = said.author_ref
left join arrived_group as place using (group_ref)
where not exists (select 1 from raw.message as known where known.key = said.key)
order by
    said.key, load.observed_at desc,
    message_digest(person.key, place.key, said.sent_at, said.kind, said.length, said.flags, said.reply_to) desc
