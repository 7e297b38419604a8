-- Money that the books tell of is of no member: it has no slice but its channel. What an entry of a month says of a week of
-- it is not known.
with period as (select starts_on, period_end(starts_on) as ends_on from calendar),
booked as (
    select
        ledger.slice, period.starts_on, sum(amount) filter (flow = 'out') as spent_amount,
        sum(amount) filter (flow = 'in') as income_amount, count(*) filter (flow = 'out') as outlays,
        count(*) filter (flow = 'in') as receipts,
        bool_or(ledger.day < period.starts_on or ledger.until_on >= period.ends_on) filter (flow = 'out') as cuts_outlays,
        bool_or(ledger.day < period.starts_on or ledger.until_on >= period.ends_on) filter (flow = 'in') as cuts_receipts
    from period
    join ledger on ledger.day < period.ends_on and ledger.until_on >= period.starts_on
    where ledger.scenario = 'actual'
    group by all
),
slice as (select slice from booked union select null where getvariable('slice_by') is null)
select
    slice.slice, calendar.starts_on,
    case when is_of_all() and not coalesce(cuts_outlays, false) then coalesce(spent_amount, 0) end as spent_amount,
    case when is_of_all() and not coalesce(cuts_receipts, false) then coalesce(income_amount, 0) end as income_amount,
    coalesce(outlays, 0) as outlays, coalesce(receipts, 0) as receipts
from calendar
cross join slice
left join booked on booked.slice is not distinct from slice.slice and booked.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
