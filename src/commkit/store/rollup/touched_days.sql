-- The local days whose rollup these loads change, and how many facts of the loads each has; also the days on which
-- an older reply or reaction now finds its message, an older message reads otherwise, or an order was filed whose
-- lines have changed, or a message was credited to whom a bridge names.
create or replace temp table touched_day as
with touched as (
    select local(sent_at)::date as day
    from raw.message
    where list_contains($loads, load_id)
    union all
    select local(coalesce(said.happened_at, message.sent_at))::date
    from raw.interaction as said
    left join raw.message as message on message.key = said.message
    where list_contains($loads, said.load_id)
    union all
    select local(reply.sent_at)::date
    from raw.message as reply
    join raw.message as answered on answered.key = reply.reply_to
    where list_contains($loads, answered.load_id) and not list_contains($loads, reply.load_id)
    union all
    select local(coalesce(said.happened_at, message.sent_at))::date
    from raw.interaction as said
    join raw.message as message on said.message = message.key
    where list_contains($loads, message.load_id) and not list_contains($loads, said.load_id)
    union all
    select unnest([local(newer.was_sent_at)::date, local(newer.sent_at)::date])
    from newer_message as newer
    where newer.is_changed
    union all
    select local(reply.sent_at)::date
    from raw.message as reply
    where reply.reply_to in (select key from newer_message where is_changed)
    union all
    select local(coalesce(said.happened_at, newer.sent_at))::date
    from raw.interaction as said
    join newer_message as newer on newer.key = said.message
    where newer.is_changed
    union all
    select local(newer.was_sent_at)::date
    from raw.interaction as said
    join newer_message as newer on newer.key = said.message
    where newer.is_changed and said.happened_at is null
    union all
    select unnest([
        local(coalesce(newer.was_happened_at, message.sent_at))::date, local(coalesce(newer.happened_at, message.sent_at))::date
    ])
    from newer_interaction as newer
    join raw.interaction as said on said.key = newer.key
    left join raw.message as message on message.key = said.message
    union all
    select unnest([local(said.sent_at)::date, local(reply.sent_at)::date])
    from stage.carried as said
    left join raw.message as reply on reply.reply_to = said.key
    union all
    select local(coalesce(reaction.happened_at, said.sent_at))::date
    from stage.carried as said
    join raw.interaction as reaction on reaction.message = said.key
    union all
    select local(happened_at)::date
    from raw.event
    where list_contains($loads, load_id)
    union all
    select local(ordered_at)::date
    from raw.purchase_line
    where order_key in (
        select order_key from raw.purchase_line where list_contains($loads, load_id)
        union
        select known.order_key from stage.purchase_line as said join raw.purchase_line as known on known.key = said.key
        union
        select line.order_key
        from raw.order_state as said
        join raw.purchase_line as line on line.order_key = said.key or line.key = said.key
        where list_contains($loads, said.load_id)
    )
)
select day, count(*) as facts from touched where day is not null group by day
