-- What those who were customers at the end of a day ordered after it, week by week and to date; a last week of fewer than
-- seven days is left out.
with known as (select last_on, $known_on::date as known_on from asked_span),
week as (
    select unnest(range(1, (last_on - known_on) // 7 + 1)) as week
    from known
),
customer as (
    select member
    from life_purchase
    cross join known
    group by member
    having min(ordered_on) <= any_value(known.known_on) and in_span(min(ordered_on))
),
bought as (
    select distinct member, ordered_on, (ordered_on - known_on + 6)::bigint // 7 as week
    from life_purchase
    join customer using (member)
    cross join known
    where ordered_on > known_on
)
select week.week, (known.known_on + to_days((7 * week.week)::integer))::date as ends_on, count(bought.member) as purchases
from week
cross join known
left join bought on bought.week <= week.week
group by all
order by week.week
