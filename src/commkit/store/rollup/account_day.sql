-- What each account did on each day of this share, in all groups together.
insert into raw.account_day
select
    account, day, sum(messages), sum(replies_sent), sum(replies_received), sum(reactions_sent), sum(reactions_received),
    sum(purchases), sum(amount), sum(events)
from raw.member_day
where day in (select day from rolled_day)
group by account, day
order by account, day
