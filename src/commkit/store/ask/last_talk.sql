-- Messages of each group in the 28 days that end with a day.
select group_id, sum(messages)::bigint as messages
from raw.member_day
where day > $last_on::date - 28 and day <= $last_on::date
group by group_id
