-- What is wrongly dated: how many records of each kind of fact, and the last day that any of them names.
with clock as (
    select
        load_id, kind, min(first_at) filter (not is_wrong) as not_before, max(last_at) filter (not is_wrong) as not_after
    from raw.coverage
    group by all
    having bool_or(is_wrong)
),
dated as (
    select 'messages' as kind, load_id, sent_at as happened_at from raw.message
    union all
    select case change when 'join' then 'joins' else 'leaves' end, load_id, happened_at from raw.membership
    union all
    select 'reactions', load_id, happened_at from raw.interaction where kind = 'reaction'
    union all
    select 'orders', load_id, unnest([ordered_at, refunded_at]) from raw.purchase_line
    union all
    select 'events', load_id, happened_at from raw.event
    union all
    select 'referrals', load_id, happened_at from raw.referral
    union all
    select 'surveys', load_id, answered_at from raw.survey
    union all
    select 'tickets', load_id, unnest([opened_at, answered_at, closed_at]) from raw.ticket
    union all
    select 'labels', load_id, labelled_at from raw.content_label
    union all
    select 'daily_counts', load_id, day::timestamp from raw.daily_count
)
select kind, count(*) as records, max(local(happened_at))::date as last_on
from dated
join clock using (load_id, kind)
where happened_at is not null and (not_before is null or happened_at not between not_before and not_after)
group by kind
order by kind
