-- Those who joined in each period and had not ordered before: who ordered first within 7, 30 or 90 days, the day of joining
-- included, and of whom that is known.
with follow as (
    select
        newcomer.slice, newcomer.starts_on, coalesce(buyer.first_on < newcomer.came_on, false) as is_earlier,
        buyer.first_on - newcomer.came_on as gap_days, known_on() + 1 - newcomer.came_on as known_days
    from newcomer
    left join buyer on buyer.member = newcomer.member and buyer.first_on <= known_on()
),
joiner as (select * from follow where not is_earlier),
counted as (
    select
        slice, starts_on, count(*) as of_unpaid_joiners, count(gap_days) as first_order_members,
        count(*) filter (known_days < 90) as pending, median(gap_days) as median_first_order_days,
        count(*) filter (known_days >= 7) as of_first_order7_members,
        count(*) filter (known_days >= 7 and gap_days < 7) as first_order7_members,
        count(*) filter (known_days >= 30) as of_first_order30_members,
        count(*) filter (known_days >= 30 and gap_days < 30) as first_order30_members,
        count(*) filter (known_days >= 90) as of_first_order90_members,
        count(*) filter (known_days >= 90 and gap_days < 90) as first_order90_members
    from joiner
    group by all
),
joined as (
    select slice, starts_on, count(*) as joined_members, count(*) filter (is_earlier) as earlier_buyers
    from follow
    group by all
),
slice as (select distinct slice from joined)
select
    slice.slice, calendar.starts_on, coalesce(joined_members, 0) as joined_members,
    coalesce(earlier_buyers, 0) as earlier_buyers, coalesce(of_unpaid_joiners, 0) as of_unpaid_joiners,
    coalesce(of_first_order7_members, 0) as of_first_order7_members,
    coalesce(first_order7_members, 0) as first_order7_members,
    rate(first_order7_members, of_first_order7_members) as first_order7_rate,
    coalesce(of_first_order30_members, 0) as of_first_order30_members,
    coalesce(first_order30_members, 0) as first_order30_members,
    rate(first_order30_members, of_first_order30_members) as first_order30_rate,
    coalesce(of_first_order90_members, 0) as of_first_order90_members,
    coalesce(first_order90_members, 0) as first_order90_members,
    rate(first_order90_members, of_first_order90_members) as first_order90_rate,
    coalesce(first_order_members, 0) as first_order_members, coalesce(pending, 0) as pending, median_first_order_days
from calendar
cross join slice
left join joined on joined.slice is not distinct from slice.slice and joined.starts_on = calendar.starts_on
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
