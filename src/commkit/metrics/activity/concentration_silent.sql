-- How many of the members at the span's end wrote nothing in it.
with spoken as (
    select slice, member
    from member_day
    group by all
    having sum(messages) > 0
)
select present.slice, 0::bigint as messages, count(*) as members
from present
left join spoken on spoken.slice is not distinct from present.slice and spoken.member = present.member
where spoken.member is null
    and present.starts_on = period_start(least(getvariable('until_on')::date, getvariable('as_of_on')::date))
group by all
order by present.slice
