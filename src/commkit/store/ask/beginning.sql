-- The first day of which there are records.
select least(
    (select min(day) from raw.account_day), (select min(ordered_on) from raw.purchase),
    (select min(local(happened_at)::date) from raw.membership)
)
