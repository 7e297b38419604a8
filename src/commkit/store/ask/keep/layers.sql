-- The layers of members at each review hold for the periods that start before the next one. Nothing is known of anybody before
-- the first review. Of a review before all time, which is that of the answer's day, whoever is not there has left.
create or replace temp table kept_level as from incoming;
create or replace temp view standing as
with start as (
    select unnest(periods(first_on, getvariable('as_of_on')::date)) as starts_on
    from (select min(day) as first_on from raw.account_day)
    union
    select getvariable('as_of_on')::date + 1
),
review as (select distinct review_on from kept_level),
reviewed as (
    select start.starts_on, max(review.review_on) as review_on
    from start
    left join review on review.review_on < start.starts_on
    group by start.starts_on
)
select reviewed.starts_on, kept_level.member, kept_level.segment, kept_level.level
from reviewed
join kept_level using (review_on)
union all
select reviewed.starts_on, known.member, 'unknown', 'unknown'
from reviewed
cross join (select distinct member from person) as known
where reviewed.review_on is null
union all
select reviewed.starts_on, known.member, 'left', 'left'
from reviewed
cross join (select distinct member from person) as known
where reviewed.review_on = date '0001-01-01' and known.member not in (select member from kept_level);
