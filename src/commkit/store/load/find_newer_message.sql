-- Where two exports disagree on one record, the greatest (observed_at, digest) wins: these are to be corrected.
-- Records that say what is known, seen when it was, are most and need no digest.
create or replace temp table newer_message as
with newest as (
    select distinct on (said.key)
        said.key, place.group_id, person.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
        load.observed_at,
        message_digest(person.key, place.key, said.sent_at, said.kind, said.length, said.flags, said.reply_to) as digest
    from stage.message as said
    join stage.load as load on load.load_id = said.load_id
    left join arrived_person as person on person.account_ref = said.author_ref
    left join arrived_group as place using (group_ref)
    join raw.message as known on known.key = said.key
    where load.observed_at > known.observed_at
        or load.observed_at = known.observed_at
        and (place.group_id, person.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags)
        is distinct from
        (known.group_id, known.account, known.sent_at, known.kind, known.length, known.reply_to, known.flags)
    order by said.key, load.observed_at desc, digest desc
)
select
    newest.*, known.sent_at as was_sent_at,
    (newest.group_id, newest.account, newest.sent_at, newest.kind, newest.reply_to)
    is distinct from (known.group_id, known.account, known.sent_at, known.kind, known.reply_to) as is_changed
from newest
join raw.message as known using (key)
left join raw.account as author on author.account = known.account
left join raw.talk_group as place on place.group_id = known.group_id
where newest.observed_at > known.observed_at
    or newest.observed_at = known.observed_at
    and newest.digest
    > message_digest(author.key, place.key, known.sent_at, known.kind, known.length, known.flags, known.reply_to)
