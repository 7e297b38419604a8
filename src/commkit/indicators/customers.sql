-- Everything to date, as each period ends.
with period as (
    select *, least(ends_on - 1, getvariable('until_on')::date, getvariable('as_of_on')::date) as last_on from calendar
),
customer as not materialized (
    select
        slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, standing.level, period.starts_on) as slice,
        period.starts_on, coalesce(buyer.second_on <= period.last_on, false) as is_back,
        period.last_on - held.last_on as recency_days, held.frequency, held.monetary
    from period
    join purse as held on held.day <= period.last_on and held.next_on > period.last_on
    join buyer on buyer.member = held.member and buyer.first_on <= period.last_on
    join member on member.member = held.member
    left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = held.member
    left join standing on reads_standing() and standing.member = held.member
        and standing.starts_on = period.starts_on
),
scored as (
    select
        slice, starts_on, is_back,
        value_level(
            value_total(recency_days, frequency, monetary, r2, r3, r4, r5, f2, f3, f4, f5, m2, m3, m4, m5)
        ) as level
    from customer
    cross join value_bound
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
