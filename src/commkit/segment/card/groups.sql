-- In which groups a member wrote, how much, and when last.
select
    coalesce(named_group.title, named_group.handle) as called, count(*)::bigint as messages,
    max(message.sent_local)::date as last_on
from message
join everyone using (member)
join named_group using (group_id)
where everyone.handle = $handle
group by message.group_id, called
order by messages desc, called
