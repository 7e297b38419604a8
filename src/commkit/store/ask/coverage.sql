-- The last local day that the exports cover: what they state, else their last record. Campaigns and costs may be planned
-- ahead, so they count only where there is nothing else.
select coalesce(
    greatest(
        (select max(day) from raw.account_day),
        (select local(max(sent_at))::date from raw.message),
        (select max(ordered_on) from raw.purchase),
        (select max(refunded_on) from raw.refund),
        (select max(local(happened_at)::date) from raw.event),
        (select max(local(happened_at)::date) from raw.membership),
        (select max(local(greatest(opened_at, answered_at, closed_at))::date) from raw.ticket),
        (select max(local(answered_at)::date) from raw.survey),
        (select max(local(labelled_at)::date) from raw.content_label),
        (select max(day) from raw.daily_count),
        (select max(local(covers_until - interval 1 microsecond)::date) from raw.load)
    ),
    greatest(
        (select max(local(starts_at)::date) from raw.campaign), (select max(local(spent_at)::date) from raw.cost)
    )
) as covers_on
