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
        slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, period.starts_on) as slice,
        period.starts_on, coalesce(buyer.second_on <= period.last_on, false) as is_back,
        period.last_on - held.last_on as recency_days, held.frequency, held.monetary
    from period
    join held on held.day <= period.last_on and held.next_on > period.last_on
    join buyer on buyer.member = held.member and buyer.first_on <= period.last_on
    join member on member.member = held.member
    left join origin on getvariable('slice_by') = 'tenure' and origin.member = held.member
    left join standing on getvariable('slice_by') = 'segment' and standing.member = held.member
        and standing.starts_on = period.starts_on
),
-- Where scores begin is the same in every period and slice: fixed, else by fifths of all who bought until as-of.
ranked as (
    select
        recency_days, frequency, monetary, fifth(rank() over (order by recency_days desc) - 1, count(*) over ()) as r,
        fifth(rank() over (order by frequency) - 1, count(*) over ()) as f,
        fifth(rank() over (order by monetary) - 1, count(*) over ()) as m
    from (
        select getvariable('as_of_on')::date - held.last_on as recency_days, held.frequency, held.monetary
        from held
        join buyer using (member)
        where held.next_on = date '9999-12-31' and getvariable('recency_cuts') is null
    )
),
edge as (
    select
        coalesce(
            getvariable('recency_cuts')::double[],
            [
                max(recency_days) filter (r >= 2), max(recency_days) filter (r >= 3), max(recency_days) filter (r >= 4),
                max(recency_days) filter (r >= 5)
            ]::double[]
        ) as r,
        coalesce(
            getvariable('frequency_cuts')::double[],
            [
                min(frequency) filter (f >= 2), min(frequency) filter (f >= 3), min(frequency) filter (f >= 4),
                min(frequency) filter (f >= 5)
            ]::double[]
        ) as f,
        coalesce(
            getvariable('monetary_cuts')::double[],
            [
                min(monetary) filter (m >= 2), min(monetary) filter (m >= 3), min(monetary) filter (m >= 4),
                min(monetary) filter (m >= 5)
            ]::double[]
        ) as m
    from ranked
),
-- A score that nobody reached begins beyond every value.
bound as (
    select
        coalesce(r[1], -1) as r2, coalesce(r[2], -1) as r3, coalesce(r[3], -1) as r4, coalesce(r[4], -1) as r5,
        coalesce(f[1], 'infinity') as f2, coalesce(f[2], 'infinity') as f3, coalesce(f[3], 'infinity') as f4,
        coalesce(f[4], 'infinity') as f5, coalesce(m[1], 'infinity') as m2, coalesce(m[2], 'infinity') as m3,
        coalesce(m[3], 'infinity') as m4, coalesce(m[4], 'infinity') as m5
    from edge
),
scored as (
    select
        slice, starts_on, is_back,
        value_level(3 + (recency_days <= r2)::tinyint + (recency_days <= r3)::tinyint + (recency_days <= r4)::tinyint
        + (recency_days <= r5)::tinyint + (frequency >= f2)::tinyint + (frequency >= f3)::tinyint
        + (frequency >= f4)::tinyint + (frequency >= f5)::tinyint + (monetary >= m2)::tinyint
        + (monetary >= m3)::tinyint + (monetary >= m4)::tinyint + (monetary >= m5)::tinyint) as level
    from customer
    cross join bound
),
counted as (
    select
        slice, starts_on, count(*) as of_buyers, count(*) filter (is_back) as repeat_buyers,
        count(*) filter (level = 1) as level1_members, count(*) filter (level = 2) as level2_members,
        count(*) filter (level = 3) as level3_members, count(*) filter (level = 4) as level4_members,
        count(*) filter (level = 5) as level5_members, count(*) filter (level >= 4) as high_value_members
    from scored
    group by all
),
slice as (select distinct slice from counted)
select
    slice.slice, period.starts_on, coalesce(of_buyers, 0) as of_buyers,
    coalesce(repeat_buyers, 0) as repeat_buyers, coalesce(level1_members, 0) as level1_members,
    coalesce(level2_members, 0) as level2_members, coalesce(level3_members, 0) as level3_members,
    coalesce(level4_members, 0) as level4_members, coalesce(level5_members, 0) as level5_members,
    coalesce(high_value_members, 0) as high_value_members
from period
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = period.starts_on
order by slice.slice, period.starts_on
