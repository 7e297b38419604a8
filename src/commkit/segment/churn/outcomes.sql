-- Who was active in the days after each review.
with review as (select distinct unnest($reviews::date[]) as review_on)
select distinct review.review_on, did.member
from life_day as did
join review on did.day > review.review_on and did.day <= review.review_on + $days::integer
where did.is_active
