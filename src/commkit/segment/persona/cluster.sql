-- What each member did in the days up to the answer's day, of those who did anything.
select
    member.handle, life_day.member,
    sum(messages)::double as messages,
    count(distinct day)::double as active_days,
    rate(sum(replies_sent), sum(messages)) as reply_rate,
    sum(reactions_sent)::double as reactions,
    (getvariable('as_of_on')::date - max(day))::double as silent_days,
    sum(purchases)::double as orders,
    coalesce(sum(amount), 0)::double as amount
from life_day
join member using (member)
where is_active and day > getvariable('as_of_on')::date - $days::int
group by life_day.member, member.handle
order by life_day.member
