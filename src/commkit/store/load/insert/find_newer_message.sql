-- Messages to be corrected: where two exports disagree on a record, the greatest (observed_at, word) wins. Most records say
-- what is known and were observed at the same time; no word is worked out for them.
create or replace temp table newer_message as
with newest as (
    select distinct on (said.key)
        said.key, arrived_group.group_id, author.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
        load.observed_at,
        message_digest(author.key, arrived_group.key, said.sent_at, said.kind, said.length, said.flags, said.reply_to) as word
    from stage.message as said
    join stage.load as load on load.load_id = said.load_id
    left join arrived_account as author on author.account_ref = said.author_ref
    left join arrived_group using (group_ref)
    join raw.message as known on known.key = said.key
    where load.observed_at > known.observed_at
        or load.observed_at = known.observed_at
        and (arrived_group.group_id, author.account, said.sent_at, said.kind, said.length, said.reply_to, said.flags)
        is distinct from
        (known.group_id, known.account, known.sent_at, known.kind, known.length, known.reply_to, known.flags)
    order by said.key, load.observed_at desc, word desc
)
select
    newest.*, known.sent_at as was_sent_at,
    (newest.group_id, newest.account, newest.sent_at, newest.kind, newest.reply_to)
    is distinct from (known.group_id, known.account, known.sent_at, known.kind, known.reply_to) as is_changed
from newest
join raw.message as known using (key)
left join raw.account as author on author.account = known.account
left join raw.talk_group as talk_group on talk_group.group_id = known.group_id
where newest.observed_at > known.observed_at
    or newest.observed_at = known.observed_at
    and newest.word
    > message_digest(author.key, talk_group.key, known.sent_at, known.kind, known.length, known.flags, known.reply_to)
