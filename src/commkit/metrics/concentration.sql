-- How many people wrote how many messages: people of equal number are one row, so that no order among them matters.
with spoken as (
    select slice, member, sum(messages)::bigint as messages
    from member_day
    group by all
    having sum(messages) > 0
),
silent as (
    select present.slice, present.member, 0 as messages
    from present
    left join spoken on spoken.slice is not distinct from present.slice and spoken.member = present.member
    where $include_silent and spoken.member is null
        and present.starts_on = period_start(least(getvariable('until_on')::date, getvariable('as_of_on')::date))
)
select slice, messages, count(*) as members
from (from spoken union all from silent)
group by all
order by slice, messages desc
