create or replace temp table touched_day as
with every as (
    select local(sent_at)::date as day from raw.message
    union all
    select local(coalesce(said.happened_at, message.sent_at))::date
    from raw.interaction as said
    left join raw.message as message on message.key = said.message
    union all
    select ordered_on from raw.purchase
    union all
    select local(happened_at)::date from raw.event
)
select day, count(*) as facts from every where day is not null group by day
