-- How many people wrote each number of messages: one row a number, so that the order of equals cannot matter.
with spoken as (
    select slice, member, sum(messages)::bigint as messages
    from member_day
    group by all
    having sum(messages) > 0
)
select slice, messages, count(*) as members
from spoken
group by all
order by slice, messages desc
