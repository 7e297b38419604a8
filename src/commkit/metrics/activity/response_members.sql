select
    answerable.slice, answerable.starts_on, answerable.member, answerable.sent_local as sent_at, group_name.name as "group"
from answerable
join group_name using (group_id)
left join answer_wait using (key)
where answerable.is_over and answer_wait.any_seconds is null
