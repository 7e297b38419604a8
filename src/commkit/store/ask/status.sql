-- What the community holds, by kind of fact.
with held as (
    select 1 as place, 'messages' as kind, count(*) as records, min(local(sent_at)::date) as first_on,
        max(local(sent_at)::date) as last_on from raw.message
    union all
    select 2, 'groups', count(*), null, null from raw.talk_group
    union all
    select 3, 'accounts', count(*), null, null from raw.account
    union all
    select 4, 'joins and leaves', count(*), min(local(happened_at)::date), max(local(happened_at)::date)
    from raw.membership
    union all
    select 5, 'reactions and mentions', count(*), null, null from raw.interaction
    union all
    select 6, 'orders', count(*), min(ordered_on), max(ordered_on) from raw.purchase
    union all
    select 7, 'refunds', count(*), min(refunded_on), max(refunded_on) from raw.refund
    union all
    select 8, 'events', count(*), min(local(happened_at)::date), max(local(happened_at)::date) from raw.event
    union all
    select 9, 'referrals', count(*), min(local(happened_at)::date), max(local(happened_at)::date) from raw.referral
    union all
    select 10, 'survey answers', count(*), min(local(answered_at)::date), max(local(answered_at)::date) from raw.survey
    union all
    select 11, 'campaigns', count(*), min(local(starts_at)::date), max(local(starts_at)::date) from raw.campaign
    union all
    select 12, 'costs', count(*), min(local(spent_at)::date), max(local(spent_at)::date) from raw.cost
    union all
    select 13, 'tickets', count(*), min(local(opened_at)::date), max(local(opened_at)::date) from raw.ticket
    union all
    select 14, 'content labels', count(*), min(local(labelled_at)::date), max(local(labelled_at)::date)
    from raw.content_label
    union all
    select 15, 'daily counts', count(*), min(day), max(day) from raw.daily_count
    union all
    select 16, 'rejected records', count(*), null, null from raw.reject
)
select kind, records, first_on, last_on from held order by place
