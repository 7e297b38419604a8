with did as (
    select slice, period_start(day) as starts_on, member, name
    from deed
    where name in ('impression', 'click', 'visit', 'register') and in_span(day)
),
counted as (
    select
        slice, starts_on, count(*) filter (name = 'impression') as of_impressions,
        count(*) filter (name = 'click') as clicks, count(distinct member) filter (name = 'visit') as of_visitors,
        count(distinct member) filter (name = 'register') as registered_members
    from did
    group by all
),
bought as (
    select slice, period_start(ordered_on) as starts_on, count(distinct member) as buyers from purchase group by all
),
slice as (select slice from counted union select slice from bought)
select
    slice.slice, calendar.starts_on, coalesce(of_impressions, 0) as of_impressions,
    coalesce(clicks, 0) as clicks, coalesce(of_visitors, 0) as of_visitors,
    coalesce(registered_members, 0) as registered_members,
    -- An order belongs to no group, so how many buy in one is not known.
    case
        when getvariable('slice_by') = 'group' and slice.slice is not null then null else coalesce(buyers, 0)
    end as buyers
from calendar
cross join slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
left join bought on bought.slice is not distinct from slice.slice and bought.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
