-- What each member who is there is, in each of these dimensions; null where it is not known. Spending is in thirds of those
-- who bought, by net amount: equal amounts are in one third.
with people as (select distinct member from here where coalesce(not starts_with(slice, chr(31)), true)),
paid as (
    select member, sum(amount) as amount
    from (
        select member, amount from life_purchase
        union all
        select member, -amount from life_refund
    )
    group by member
),
spending as (
    select
        member,
        case least(3, 1 + 3 * (rank() over (order by amount) - 1) // count(*) over ())
            when 1 then 'low' when 2 then 'middle' else 'high'
        end as value
    from paid
    join people using (member)
),
told as (
    select member, dimension, value from trait where list_contains($dims::varchar[], dimension)
    union all
    select member, 'platform', platform from member where list_contains($dims::varchar[], 'platform')
    union all
    select member, 'channel', channel from member where list_contains($dims::varchar[], 'channel') and channel is not null
    union all
    select people.member, 'spend', coalesce(spending.value, 'never bought')
    from people
    left join spending using (member)
    where list_contains($dims::varchar[], 'spend')
)
select everyone.handle, told.dimension, told.value
from people
join everyone using (member)
left join told using (member)
order by everyone.handle, told.dimension
