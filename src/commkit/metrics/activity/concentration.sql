-- How many people wrote how many messages: people of equal number are one row, so that no order among them matters.
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
