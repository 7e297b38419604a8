-- What each account did on each day, by group.
create or replace temp view rollup as from raw.member_day;

-- The rollup by person, sliced: whole history until as-of. `member_day`, `purchase` and `refund` are cut to the span.
create or replace temp view life_day as
select
    person.member, rollup.group_id, rollup.day, rollup.messages, rollup.replies_sent, rollup.replies_received,
    rollup.reactions_sent, rollup.reactions_received, rollup.people_reached, rollup.purchases, rollup.amount,
    rollup.events, is_active(rollup.messages, rollup.reactions_sent, rollup.purchases, rollup.events) as is_active,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, rollup.day
    ) as slice
from rollup
join person using (account)
join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = rollup.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(rollup.day)
where rollup.day <= getvariable('as_of_on')::date and in_cut_group(rollup.group_id);

create or replace temp view member_day as from life_day where in_span(day);

-- DAU, WAU and MAU of every day from the log's first to as-of; the windows of 7 and 30 days end with the day. A member
-- counts towards a window from an active day until the window passes, or the next active day comes.
create or replace temp view rolling_day as
with active_day as (select distinct slice, member, day from life_day where is_active),
reach as (
    select slice, day as opens_on, least(day + 7, next_on) as week_closes_on, least(day + 30, next_on) as month_closes_on
    from (
        select slice, day, coalesce(lead(day) over (partition by slice, member order by day), date '9999-12-31') as next_on
        from active_day
    )
),
step as (
    select slice, opens_on as day, count(*) as dau, count(*) as week_step, count(*) as month_step from reach group by all
    union all
    select slice, week_closes_on, 0, -count(*), 0 from reach group by all
    union all
    select slice, month_closes_on, 0, 0, -count(*) from reach group by all
    union all
    select slice.slice, day.day, 0, 0, 0
    from (select distinct slice from active_day) as slice
    cross join (
        select unnest(generate_series(min(day)::timestamp, getvariable('as_of_on')::timestamp, interval 1 day))::date as day
        from active_day
    ) as day
)
select
    slice, day, sum(dau)::bigint as dau, (sum(sum(week_step)) over so_far)::bigint as wau,
    (sum(sum(month_step)) over so_far)::bigint as mau
from step
group by slice, day
window so_far as (partition by slice order by day);

-- In which groups members have spoken, and since when.
create or replace temp view talker as
select person.member, place.group_id, place.first_spoke_on
from raw.account_group as place
join person using (account)
join member using (member)
where place.first_spoke_on is not null and in_cut_group(place.group_id);

-- Every order, whatever its day; up to as-of; and in the span.
create or replace temp view told_purchase as
select
    person.member, said.order_key, said.ordered_at, said.ordered_on, said.amount, said.lines,
    said.channel as sales_channel, said.cost as cost_amount, said.due_on,
    slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, standing.level, said.ordered_on) as slice
from raw.purchase as said
join person using (account)
join member using (member)
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(said.ordered_on);
create or replace temp view life_purchase as from told_purchase where ordered_on <= getvariable('as_of_on')::date;
create or replace temp view purchase as from life_purchase where in_span(ordered_on);

-- The lines of orders: what was bought, and what it cost.
create or replace temp view purchase_line as
select
    person.member, said.order_key, local(said.ordered_at)::date as ordered_on, said.product, said.category, said.quantity,
    said.amount, said.cost as cost_amount
from raw.purchase_line as said
join person using (account)
join member using (member)
where in_span(local(said.ordered_at)::date)
    and said.order_key not in (from raw.unpaid) and said.key not in (from raw.unpaid);

-- Who ever bought, with the first two days of buying: orders of one day are one. Filed as on the first of them.
create or replace temp view buyer as
with placed as (
    select member, slice, ordered_on, dense_rank() over (partition by member order by ordered_on) as nth
    from life_purchase
)
select
    any_value(slice) filter (nth = 1) as slice, member, min(ordered_on) as first_on,
    min(ordered_on) filter (nth = 2) as second_on
from placed
group by member;

-- Orders whose buyer the export does not name. They belong to no group, segment or slice.
create or replace temp view nameless_purchase as
select order_key, ordered_on, amount
from raw.purchase
where account is null and in_span(ordered_on) and getvariable('in_groups') is null and not is_of_some();

create or replace temp view life_refund as
select
    person.member, said.order_key, said.refunded_on, said.amount,
    slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, standing.level, said.refunded_on) as slice
from raw.refund as said
join person using (account)
join member using (member)
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(said.refunded_on)
where said.refunded_on <= getvariable('as_of_on')::date;

create or replace temp view refund as from life_refund where in_span(refunded_on);

-- Every message that counts, whatever its day; and those of the span.
create or replace temp view told_message as
select
    person.member, said.group_id, said.key, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
    local(said.sent_at) as sent_local,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.sent_at)::date
    ) as slice
from raw.message as said
join person using (account)
join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.sent_at)::date)
where said.kind in ('text', 'media') and in_cut_group(said.group_id);
create or replace temp view message as from told_message where in_span(sent_local::date);

-- Messages that their authors or others took down, as far as exports name who wrote them.
create or replace temp view deleted_message as
select person.member, said.group_id, local(said.sent_at) as sent_local
from raw.message as said
join person using (account)
join member using (member)
where said.kind = 'deleted' and in_cut_group(said.group_id) and local(said.sent_at)::date <= getvariable('as_of_on')::date;

-- The first and the last day of what is looked at: those asked for, or the first that anything covers, and as-of.
create or replace temp view asked_span as
select
    coalesce(
        getvariable('since_on')::date, (select min(first_on) from covered where kind not in ('campaigns', 'budgets')),
        getvariable('as_of_on')::date
    ) as first_on,
    least(coalesce(getvariable('until_on')::date, getvariable('as_of_on')::date), getvariable('as_of_on')::date) as last_on;

-- Every period of the span, also those in which nothing happened.
create or replace temp view calendar as
with start as (select unnest(periods(first_on, last_on)) as starts_on from asked_span)
select starts_on, period_end(starts_on) as ends_on from start;

-- What each member had ordered and paid after each day on which that changed; it holds until the next such day.
create or replace temp view purse as
with moved as (
    select member, ordered_on as day, count(*) as orders, sum(amount) as amount from life_purchase group by all
    union all
    select member, refunded_on, 0, -sum(amount) from life_refund group by all
)
select
    member, day, (sum(orders) over so_far)::integer as frequency,
    (sum(amount) over so_far)::decimal(18, 2) as monetary,
    max(ordered_on) over so_far as last_on,
    coalesce(lead(day) over (partition by member order by day), date '9999-12-31') as next_on
from (
    select
        member, day, sum(orders) as orders, sum(amount) as amount, max(day) filter (orders > 0) as ordered_on
    from moved
    group by all
)
window so_far as (partition by member order by day);

-- Where scores of value begin, the same in every period and slice: fixed, else by fifths of all who bought until as-of.
-- A score that nobody reached begins beyond every value.
create or replace temp view value_bound as
with ranked as (
    select
        recency_days, frequency, monetary, fifth(rank() over (order by recency_days desc) - 1, count(*) over ()) as r,
        fifth(rank() over (order by frequency) - 1, count(*) over ()) as f,
        fifth(rank() over (order by monetary) - 1, count(*) over ()) as m
    from (
        select getvariable('as_of_on')::date - purse.last_on as recency_days, purse.frequency, purse.monetary
        from purse
        join buyer using (member)
        where purse.next_on = date '9999-12-31' and getvariable('recency_cuts') is null
    )
),
edge as (
    select
        coalesce(
            getvariable('recency_cuts')::double[],
            [
                max(recency_days) filter (r >= 2), max(recency_days) filter (r >= 3), max(recency_days) filter (r >= 4),
                max(recency_days) filter (r >= 5)
            ]::double[]
        ) as r,
        coalesce(
            getvariable('frequency_cuts')::double[],
            [
                min(frequency) filter (f >= 2), min(frequency) filter (f >= 3), min(frequency) filter (f >= 4),
                min(frequency) filter (f >= 5)
            ]::double[]
        ) as f,
        coalesce(
            getvariable('monetary_cuts')::double[],
            [
                min(monetary) filter (m >= 2), min(monetary) filter (m >= 3), min(monetary) filter (m >= 4),
                min(monetary) filter (m >= 5)
            ]::double[]
        ) as m
    from ranked
)
select
    coalesce(r[1], -1) as r2, coalesce(r[2], -1) as r3, coalesce(r[3], -1) as r4, coalesce(r[4], -1) as r5,
    coalesce(f[1], 'infinity') as f2, coalesce(f[2], 'infinity') as f3, coalesce(f[3], 'infinity') as f4,
    coalesce(f[4], 'infinity') as f5, coalesce(m[1], 'infinity') as m2, coalesce(m[2], 'infinity') as m3,
    coalesce(m[3], 'infinity') as m4, coalesce(m[4], 'infinity') as m5
from edge;

-- R, F and M of every member who did anything, on orders or on activity; R is measured to the end of the span.
create or replace temp macro measured(basis) as table
with paid_back as (select slice, member, sum(amount) as amount from refund group by all),
by_orders as (
    select bought.slice, bought.member, max(ordered_on) as last_on, count(*) as frequency,
        sum(bought.amount) - coalesce(any_value(paid_back.amount), 0) as monetary
    from purchase as bought
    left join paid_back on paid_back.member = bought.member and paid_back.slice is not distinct from bought.slice
    where basis = 'orders'
    group by all
),
by_activity as (
    select slice, member, max(day) filter (messages > 0) as last_on,
        count(distinct day) filter (messages > 0) as frequency,
        sum(replies_received + reactions_received)::decimal(18, 2) as monetary
    from member_day
    where basis = 'activity'
    group by all
    having max(messages) > 0
)
select
    said.slice, everyone.handle, said.last_on,
    (least(getvariable('until_on')::date, getvariable('as_of_on')::date) - said.last_on)::integer as recency_days,
    said.frequency, said.monetary
from (from by_orders union all from by_activity) as said
join everyone using (member);

-- The places asked about by the names that slices have, those in which nobody talks among them; not what only labels name.
create or replace temp view place as
select
    coalesce(title, handle) as name,
    bool_and(platform in (select platform from telling where kind = 'joins')) as tells_joins,
    bool_and(platform in (select platform from telling where kind = 'leaves')) as tells_leaves
from named_group
where in_cut_group(group_id) and group_id in (select group_id from known_group)
group by name;

-- What became of the records of all loads.
create or replace temp view loaded as
select coalesce(sum(records), 0)::bigint as records, coalesce(sum(rejected), 0)::bigint as rejected from raw.load_count;

-- Whether what was loaded can be relied on: what was there before, whose orders are whose, and what refers to what.
create or replace temp view soundness as
select
    (select coalesce(sum(records), 0)::bigint from raw.load_count) as records,
    (select coalesce(sum(rejected), 0)::bigint from raw.load_count) as rejected,
    (select coalesce(sum(duplicate), 0)::bigint from raw.load_count) as repeated,
    (select count(*) from raw.purchase) as orders,
    (select count(account) from raw.purchase) as named_orders,
    (select count(*) from raw.message where reply_to is not null) as replies,
    (select count(*) from raw.message where reply_to in (select key from raw.message)) as sound_replies;
