-- How many members were active in the 90 days up to a day.
select count(distinct member) as members
from life_day
where is_active and day > $review::date - 90 and day <= $review::date
