-- Money that the books tell of is of no member: it has no slice but its channel.
with booked as (
    select
        slice, period_start(day) as starts_on, sum(amount) filter (flow = 'out') as spent_amount,
        sum(amount) filter (flow = 'in') as income_amount, count(*) filter (flow = 'out') as outlays,
        count(*) filter (flow = 'in') as receipts
    from ledger
    where scenario = 'actual'
    group by all
),
slice as (select slice from booked union select null where getvariable('slice_by') is null)
select
    slice.slice, calendar.starts_on, coalesce(spent_amount, 0) as spent_amount,
    coalesce(income_amount, 0) as income_amount, coalesce(outlays, 0) as outlays, coalesce(receipts, 0) as receipts
from calendar
cross join slice
left join booked on booked.slice is not distinct from slice.slice and booked.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
