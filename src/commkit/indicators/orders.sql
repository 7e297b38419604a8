-- An order belongs to no group: broken down by group, it stands beside the groups and not in one.
with bought as (
    select
        slice, period_start(ordered_on) as starts_on, sum(amount) as gmv_amount, count(*) as orders,
        count(distinct member) as buyers
    from purchase
    group by all
),
paid_back as (
    select slice, period_start(refunded_on) as starts_on, sum(amount) as refunded_amount from refund group by all
),
-- Members as each period closes; and of those who were there as it opened and had not bought, who buys in it.
lived as (
    select
        stay.slice, stay.starts_on, count(*) filter (stay.left_on is null or stay.left_on >= stay.closes_on) as members,
        count(*) filter (stay.is_unpaid) as of_unpaid_members,
        count(*) filter (stay.is_unpaid and stay.first_on < stay.closes_on) as first_order_members
    from (
        select
            period_stay.*, buyer.first_on,
            coalesce(came_on < opens_on, true) and coalesce(buyer.first_on >= opens_on, true) as is_unpaid
        from period_stay
        left join buyer using (member)
    ) as stay
    group by all
),
by_member as (
    select distinct purchase.order_key
    from purchase
    join stays_of(false) as stay on stay.member = purchase.member
        and purchase.ordered_on between coalesce(stay.came_on, date '0001-01-01')
            and coalesce(stay.left_on, date '9999-12-31')
),
shared as (
    select
        slice, period_start(ordered_on) as starts_on, sum(amount) as of_all_amount,
        sum(amount) filter (by_member.order_key is not null) as community_amount
    from (
        select slice, order_key, ordered_on, amount from purchase
        union all
        select null, order_key, ordered_on, amount from nameless_purchase
    )
    left join by_member using (order_key)
    group by all
),
slice as (
    select slice from bought union select slice from paid_back union select slice from lived union select slice from shared
),
period as (
    select
        slice.slice, calendar.starts_on,
        -- What is not known of a group is not zero.
        case when getvariable('slice_by') = 'group' and slice.slice is not null then null else 0 end as nothing
    from calendar
    cross join slice
)
select
    period.slice, period.starts_on, coalesce(gmv_amount, nothing) as gmv_amount,
    coalesce(refunded_amount, nothing) as refunded_amount,
    coalesce(gmv_amount, nothing) - coalesce(refunded_amount, nothing) as net_amount,
    coalesce(orders, nothing) as orders, coalesce(buyers, nothing) as buyers, coalesce(members, 0) as members,
    coalesce(of_unpaid_members, 0) as of_unpaid_members, coalesce(first_order_members, 0) as first_order_members,
    coalesce(of_all_amount, nothing) as of_all_amount, coalesce(community_amount, nothing) as community_amount
from period
left join bought on bought.slice is not distinct from period.slice and bought.starts_on = period.starts_on
left join paid_back on paid_back.slice is not distinct from period.slice and paid_back.starts_on = period.starts_on
left join lived on lived.slice is not distinct from period.slice and lived.starts_on = period.starts_on
left join shared on shared.slice is not distinct from period.slice and shared.starts_on = period.starts_on
order by period.slice, period.starts_on
