-- The last local day that the exports cover: what they state, else their last record.
select greatest(
    (select max(day) from raw.account_day),
    (select local(max(sent_at))::date from raw.message),
    (select max(ordered_on) from raw.purchase),
    (select max(refunded_on) from raw.refund),
    (select max(local(happened_at)::date) from raw.event),
    (select max(local(happened_at)::date) from raw.membership),
    (select max(local(covers_until - interval 1 microsecond)::date) from raw.load)
) as covers_on
