-- What the community has been told at the moments of these loads, by the references that they use.
insert into told_before
select arrived_group.group_ref, author.account_ref, known.sent_at, known.key, may_change(known.kind, known.flags)
from raw.message as known
join raw.talk_group as talk_group using (group_id)
join keyed_group as arrived_group on arrived_group.key = talk_group.key
left join raw.account as account on account.account = known.account
left join keyed_author as author on author.key = account.key
where known.kind <> 'system'
    and known.sent_at in (select sent_at from stage.message where list_contains($loads, load_id))
