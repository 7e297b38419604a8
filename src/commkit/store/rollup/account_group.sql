-- The days on which each account first spoke, was first and last seen to speak or react, and first did anything.
insert into raw.account_group
select
    account, group_id, min(day) filter (messages > 0), min(day) filter (messages > 0 or reactions_sent > 0),
    max(day) filter (messages > 0 or reactions_sent > 0),
    min(day) filter (messages > 0 or reactions_sent > 0 or purchases > 0 or events > 0)
from raw.member_day
group by account, group_id
order by account, group_id
