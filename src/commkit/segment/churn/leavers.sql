-- How many of those who were active in the 90 days up to a day have left by its end; null where nothing tells who leaves.
with there as (
    select member from stay where coalesce(came_on <= $review::date, true) and coalesce(left_on > $review::date, true)
)
select case when exists (select 1 from telling_member where kind = 'leaves') then count(distinct did.member) end as members
from life_day as did
where did.is_active and did.day > $review::date - 90 and did.day <= $review::date
    and did.member not in (select member from there)
    and did.member in (select member from stay where left_on <= $review::date)
