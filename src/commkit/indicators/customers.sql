-- Everything to date, as each period ends.
with period as (
    select *, least(ends_on - 1, getvariable('until_on')::date, getvariable('as_of_on')::date) as last_on from calendar
),
moved as (
    select member, ordered_on as day, count(*) as orders, sum(amount) as amount from life_purchase group by all
    union all
    select member, refunded_on, 0, -sum(amount) from life_refund group by all
),
-- The totals after each day on which something changed; they hold until the next such day.
held as (
    select
        member, day, (sum(orders) over so_far)::integer as frequency,
        (sum(amount) over so_far)::decimal(18, 2) as monetary,
        max(ordered_on) over so_far as last_on,
        coalesce(lead(day) over (partition by member order by day), date '9999-12-31') as next_on
    from (
        select
            member, day, sum(orders) as orders, sum(amount) as amount, max(day) filter (orders > 0) as ordered_on
        from moved
        group by all
    )
    window so_far as (partition by member order by day)
),
customer as not materialized (
    select
        slice_of(null, member.platform, member.channel, origin.origin_on, standing.segment, period.starts_on) as slice,
        period.starts_on, coalesce(buyer.second_on <= period.last_on, false) as is_back, held.last_on, held.frequency,
        held.monetary
    from period
    join held on held.day <= period.last_on and held.next_on > period.last_on
    join buyer on buyer.member = held.member and buyer.first_on <= period.last_on
    join member on member.member = held.member
    left join origin on getvariable('slice_by') = 'tenure' and origin.member = held.member
    left join standing on getvariable('slice_by') = 'segment' and standing.member = held.member
        and standing.starts_on = period.starts_on
),
-- A fifth is passed above its last value: the scores of the macro `fifth`, without ranking everybody in every period.
bound as (
    select
        slice, starts_on, r[1] as r1, r[2] as r2, r[3] as r3, r[4] as r4, f[1] as f1, f[2] as f2, f[3] as f3, f[4] as f4,
        m[1] as m1, m[2] as m2, m[3] as m3, m[4] as m4
    from (
        select
            slice, starts_on, quantile_disc(last_on, [0.2, 0.4, 0.6, 0.8]) as r,
            quantile_disc(frequency, [0.2, 0.4, 0.6, 0.8]) as f, quantile_disc(monetary, [0.2, 0.4, 0.6, 0.8]) as m
        from customer
        group by all
    )
),
scored as (
    select
        customer.slice, customer.starts_on, is_back,
        3 + (last_on > r1)::tinyint + (last_on > r2)::tinyint + (last_on > r3)::tinyint + (last_on > r4)::tinyint
        + (frequency > f1)::tinyint + (frequency > f2)::tinyint + (frequency > f3)::tinyint + (frequency > f4)::tinyint
        + (monetary > m1)::tinyint + (monetary > m2)::tinyint + (monetary > m3)::tinyint + (monetary > m4)::tinyint
            as total
    from customer
    join bound on bound.slice is not distinct from customer.slice and bound.starts_on = customer.starts_on
),
counted as (
    select
        slice, starts_on, count(*) as of_buyers, count(*) filter (is_back) as repeat_buyers,
        count(*) filter (value_level(total) >= 4) as high_value_members
    from scored
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, period.starts_on, period.status, coalesce(of_buyers, 0) as of_buyers,
    coalesce(repeat_buyers, 0) as repeat_buyers, coalesce(high_value_members, 0) as high_value_members
from period
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = period.starts_on
order by slice.slice, period.starts_on
