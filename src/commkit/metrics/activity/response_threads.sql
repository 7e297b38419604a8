-- How deep conversations go, and whether people answer each other: of the pairs of whom one answered the other in a period,
-- how many were never answered back in it.
with recursive thread as (
    select key, key as root, 0 as depth from message where reply_to is null
    union all
    select said.key, thread.root, thread.depth + 1
    from thread
    join message as said on said.reply_to = thread.key
),
grown as (select root, max(depth) as depth from thread group by root having max(depth) > 0),
deep as (
    select
        opened.slice, period_start(opened.sent_local::date) as starts_on, count(*) as threads,
        median(grown.depth) as median_depth, max(grown.depth) as deepest
    from grown
    join message as opened on opened.key = grown.root
    group by all
),
counted as (
    select
        slice, period_start(sent_local::date) as starts_on, count(*) as messages, count(reply_to) as replies
    from message
    where group_id in (select group_id from covered where kind = 'replies')
    group by all
),
pair as (
    select distinct
        said.slice, period_start(said.sent_local::date) as starts_on, said.member as answering, opened.member as answered
    from message as said
    join message as opened on opened.key = said.reply_to
    where said.member <> opened.member
),
paired as (
    select
        pair.slice, pair.starts_on, count(*) as of_pairs, count(*) filter (back.answering is null) as one_way_pairs
    from pair
    left join pair as back on back.slice is not distinct from pair.slice and back.starts_on = pair.starts_on
        and back.answering = pair.answered and back.answered = pair.answering
    group by all
)
select
    slice.slice, calendar.starts_on, coalesce(messages, 0) as messages, coalesce(replies, 0) as replies,
    replies / nullif(messages, 0) as replies_per_message, coalesce(threads, 0) as threads, median_depth, deepest,
    coalesce(one_way_pairs, 0) as one_way_pairs, coalesce(of_pairs, 0) as of_pairs,
    rate(one_way_pairs, of_pairs) as one_way_rate
from calendar
cross join (select distinct slice from counted) as slice
left join counted on counted.slice is not distinct from slice.slice and counted.starts_on = calendar.starts_on
left join deep on deep.slice is not distinct from slice.slice and deep.starts_on = calendar.starts_on
left join paired on paired.slice is not distinct from slice.slice and paired.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
