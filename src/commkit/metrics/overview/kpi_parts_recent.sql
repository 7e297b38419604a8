-- What was said in the 30 days to the last that is covered, part by part, and who fell silent: active in the 30 days before
-- them and not in them; of a group, not active in that group. Replies are known of members whose platforms tell them.
with span as (select $last_on::date - 59 as before_on, $last_on::date - 29 as first_on, $last_on::date as last_on),
did as (
    select
        life_day.slice, life_day.member, sum(messages) filter (day >= first_on) as messages,
        sum(replies_sent) filter (day >= first_on) as replies, coalesce(bool_or(is_active and day >= first_on), false) as is_here,
        coalesce(bool_or(is_active and day < first_on), false) as was_here
    from life_day
    cross join span
    where day between before_on and last_on
    group by all
),
replier as (select member from telling_member where kind = 'replies'),
back as (select distinct member from did where is_here),
shown as (
    select
        message.slice, count(*) filter (message.kind = 'media') as media
    from message
    cross join span
    where message.sent_local::date between first_on and last_on
    group by all
)
select
    did.slice, coalesce(sum(did.messages), 0)::bigint as recent_messages,
    coalesce(any_value(shown.media), 0)::bigint as recent_media,
    case when count(replier.member) > 0
        then coalesce(sum(did.messages - did.replies) filter (replier.member is not null), 0)::bigint
    end as recent_openings,
    case when count(replier.member) > 0
        then coalesce(sum(did.replies) filter (replier.member is not null), 0)::bigint
    end as recent_replies,
    count(*) filter (
        did.was_here
        and case when getvariable('slice_by') = 'group' then not did.is_here else back.member is null end
    ) as gone_silent_members
from did
left join replier on replier.member = did.member
left join back on back.member = did.member
left join shown on shown.slice is not distinct from did.slice
group by did.slice
order by did.slice
