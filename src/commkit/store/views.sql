-- The vocabulary of every question. Variables say how it is cut: since_on, until_on, as_of_on (days, inclusive),
-- in_groups (group numbers or null), in_segment, with_staff, active_by, every, slice_by, tz, covers_on (the last day that the exports cover).
create or replace temp macro rate(n, d) as n / nullif(d, 0);
create or replace temp macro local(t) as
    case when getvariable('tz') = 'UTC' then t else timezone(getvariable('tz'), timezone('UTC', t)) end;
create or replace temp macro period_start(day) as date_trunc(coalesce(getvariable('every'), 'week'), day)::date;
create or replace temp macro period_end(day) as (
    period_start(day)
    + case coalesce(getvariable('every'), 'week')
        when 'day' then interval 1 day when 'week' then interval 7 day else interval 1 month
    end
)::date;
create or replace temp macro in_span(day) as
    day <= getvariable('as_of_on')::date
    and (getvariable('since_on')::date is null or day >= getvariable('since_on')::date)
    and (getvariable('until_on')::date is null or day <= getvariable('until_on')::date);
create or replace temp macro in_cut_group(number) as
    (getvariable('in_groups')::integer[] is null or list_contains(getvariable('in_groups')::integer[], number));
create or replace temp macro is_active(messages, reactions_sent, purchases) as
    case coalesce(getvariable('active_by'), 'spoke')
        when 'reacted' then reactions_sent > 0 when 'bought' then purchases > 0
        when 'any' then messages > 0 or reactions_sent > 0 or purchases > 0 else messages > 0
    end;

-- One score of 1 to 5: equal values score equally, and the worst score 1.
create or replace temp macro fifth(worse, n) as least(5, 1 + (5 * worse // n))::integer;

-- Eleven segments on the grid of R and F: an exact partition of its 25 cells.
create or replace temp macro segment_of(r, f) as
    case
        when r = 5 and f >= 4 then 'champions'
        when r >= 3 and f >= 4 then 'loyal'
        when r >= 4 and f >= 2 then 'potential_loyalist'
        when r = 5 then 'new'
        when r = 4 then 'promising'
        when r = 3 and f = 3 then 'need_attention'
        when r = 3 then 'about_to_sleep'
        when f = 5 then 'cannot_lose'
        when f >= 3 then 'at_risk'
        when r = 1 and f = 1 then 'lost'
        else 'hibernating'
    end;

-- The five-level value system on the sum of the three scores; levels 4 and 5 are high value.
create or replace temp macro value_level(total) as
    case when total <= 4 then 1 when total <= 7 then 2 when total <= 10 then 3 when total <= 12 then 4 else 5 end;

-- Which person an account belongs to, after merges that were not undone.
create or replace temp view person as
select account.account, coalesce(merge.member, account.account) as member
from raw.account as account
left join raw.merge_log as merge on merge.account = account.account and merge.undone_at is null;

create or replace temp view described as
select person.member, bool_or(account.is_bot) as is_bot, bool_or(account.is_staff) as is_staff
from person
join raw.account as account using (account)
group by person.member;

create or replace temp view roster as
select
    person.member, min(local(said.joined_at)::date) as joined_on, max(local(said.left_at)::date) as left_on,
    arg_min(said.channel, said.joined_at) as channel
from raw.profile as said
join person using (account)
group by person.member;

create or replace temp view joined as
select person.member, min(local(said.happened_at)::date) as joined_on
from raw.membership as said
join person using (account)
where said.change = 'join'
group by person.member;

-- Everyone: who they are by handle, and whether they count. Bots never do, staff only if asked for.
create or replace temp view everyone as
select
    account.account as member, account.handle, account.key, account.platform, described.is_bot, described.is_staff,
    not described.is_bot and (coalesce(getvariable('with_staff'), false) or not described.is_staff) as counts
from raw.account as account
join described on described.member = account.account;

create or replace temp view standing_day as
select person.member, purchase.ordered_on as day, count(*) as times
from raw.purchase as purchase
join person using (account)
where coalesce(getvariable('by_orders'), false)
group by all
union all
select person.member, rollup.day, 1
from raw.member_day as rollup
join person using (account)
where not coalesce(getvariable('by_orders'), false) and rollup.messages > 0
group by all;

-- The RFM segment that each member stood in at the start of each period, by what came before it.
create or replace temp view standing as
with start as (
    select distinct period_start(day) as starts_on
    from raw.member_day
    where getvariable('slice_by') = 'segment' and day <= getvariable('as_of_on')::date
    union
    select (getvariable('as_of_on')::date + 1) where getvariable('in_segment') is not null
),
history as (
    select start.starts_on, day.member, max(day.day) as last_on, sum(day.times) as times
    from start
    join standing_day as day on day.day < start.starts_on
    join everyone on everyone.member = day.member and everyone.counts
    group by all
),
scored as (
    select
        starts_on, member,
        fifth(rank() over (partition by starts_on order by last_on) - 1, count(*) over (partition by starts_on)) as r,
        fifth(rank() over (partition by starts_on order by times) - 1, count(*) over (partition by starts_on)) as f
    from history
)
select starts_on, member, segment_of(r, f) as segment from scored;

-- When each member came: by the roster where one says so, or on the first day of speaking, whichever was first.
create or replace temp view origin as
with first_day as (
    select person.member, min(rollup.day) as first_on
    from raw.member_day as rollup
    join person using (account)
    where rollup.messages > 0
    group by person.member
)
select
    everyone.member, first_day.first_on, least(roster.joined_on, joined.joined_on) as joined_on,
    least(roster.joined_on, joined.joined_on, first_day.first_on) as origin_on
from everyone
left join first_day using (member)
left join roster using (member)
left join joined using (member);

create or replace temp macro tenure(days) as
    case
        when days < 7 then '0-6 days' when days < 30 then '07-29 days' when days < 90 then '30-89 days'
        when days < 365 then '90-364 days' when days is not null then '365+ days'
    end;

-- Who counts, with what a slice can be made of that belongs to the person.
create or replace temp view member as
select everyone.member, everyone.handle, everyone.platform, roster.channel, roster.joined_on, roster.left_on
from everyone
left join roster using (member)
where everyone.counts
    and (
        getvariable('in_segment') is null
        or everyone.member in (
            select member from standing
            where segment = getvariable('in_segment') and starts_on = getvariable('as_of_on')::date + 1
        )
    );

-- What a fact is filed under when the answer is broken down; tenure and segment are those of the period's start.
create or replace temp macro slice_of(called, platform, channel, origin_on, segment, day) as
    case getvariable('slice_by')
        when 'group' then called
        when 'platform' then platform
        when 'channel' then channel
        when 'tenure' then tenure(case when origin_on is not null then greatest(0, period_start(day) - origin_on) end)
        when 'segment' then coalesce(segment, 'prospect')
    end;

-- The rollup by person, whole history, sliced. Only `member_day` is cut to the span.
create or replace temp view life_day as
select
    person.member, rollup.group_id, rollup.day, rollup.messages, rollup.replies_sent, rollup.replies_received,
    rollup.reactions_sent, rollup.reactions_received, rollup.people_reached, rollup.purchases, rollup.amount,
    is_active(rollup.messages, rollup.reactions_sent, rollup.purchases) as is_active,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, origin.origin_on,
        standing.segment, rollup.day
    ) as slice
from raw.member_day as rollup
join person using (account)
join member using (member)
left join raw.talk_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = rollup.group_id
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(rollup.day)
where in_cut_group(rollup.group_id);

create or replace temp view member_day as from life_day where in_span(day);

create or replace temp view purchase as
select
    person.member, said.order_key, said.ordered_at, said.ordered_on, said.amount, said.lines,
    slice_of(null, member.platform, member.channel, origin.origin_on, standing.segment, said.ordered_on) as slice
from raw.purchase as said
join person using (account)
join member using (member)
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(said.ordered_on)
where in_span(said.ordered_on);

create or replace temp view refund as
select
    person.member, said.order_key, said.refunded_on, said.amount,
    slice_of(null, member.platform, member.channel, origin.origin_on, standing.segment, said.refunded_on) as slice
from raw.refund as said
join person using (account)
join member using (member)
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(said.refunded_on)
where in_span(said.refunded_on);

create or replace temp view message as
select
    person.member, said.group_id, said.key, said.sent_at, said.kind, said.length, said.reply_to, said.flags,
    local(said.sent_at) as sent_local
from raw.message as said
join person using (account)
join member using (member)
where said.kind in ('text', 'media') and in_cut_group(said.group_id) and in_span(local(said.sent_at)::date);

-- Every period of the span, also those in which nothing happened; complete once as-of and the exports reach its end.
create or replace temp view calendar as
with span as (
    select
        coalesce(getvariable('since_on')::date, (select min(day) from raw.member_day)) as first_on,
        least(coalesce(getvariable('until_on')::date, getvariable('as_of_on')::date), getvariable('as_of_on')::date) as last_on
),
start as (
    select unnest(generate_series(
        period_start(first_on)::timestamp, period_start(last_on)::timestamp,
        case coalesce(getvariable('every'), 'week')
            when 'day' then interval 1 day when 'week' then interval 7 day else interval 1 month
        end
    ))::date as starts_on
    from span
)
select
    starts_on, period_end(starts_on) as ends_on,
    case
        when period_end(starts_on) > least(getvariable('as_of_on')::date, getvariable('covers_on')::date) + 1
        then 'running' else 'complete'
    end as status
from start;

-- R, F and M of every member who did anything, on orders or on activity.
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
    said.slice, everyone.handle, said.last_on, (getvariable('as_of_on')::date - said.last_on)::integer as recency_days,
    said.frequency, said.monetary
from (from by_orders union all from by_activity) as said
join everyone using (member);
