-- What each member gave in the days up to a review, as far as it counts.
with span as (select $review::date - $days::integer + 1 as opens_on, $review::date as closes_on),
talk as (
    select life_day.member, life_day.day, sum(life_day.messages) as messages
    from life_day
    join span on life_day.day between span.opens_on and span.closes_on
    group by all
),
answer as (
    select tie.member, tie.giver, tie.day
    from tie
    join span on tie.day between span.opens_on and span.closes_on
    where tie.kind = 'reply'
),
-- The day on which each newcomer was born; whoever may have been there before the log is none.
fresh as (
    select everyone.member, origin.origin_on
    from everyone
    join origin using (member)
    where not origin.is_earlier and not everyone.is_staff and everyone.left_out_for is null
),
brought as (
    select distinct invitation.inviter as member, invitation.member as invitee
    from invitation
    join span on invitation.invited_on between span.opens_on and span.closes_on
    join life_day as did on did.member = invitation.member and did.is_active
        and did.day between invitation.invited_on and least(invitation.invited_on + 6, span.closes_on)
),
part as (
    select member, sum(least(messages, $messages_a_day)) as counted_messages from talk group by member
    union all by name
    select answer.member, count(distinct (answer.giver, answer.day)) as replies
    from answer
    join everyone as giver on giver.member = answer.giver and giver.left_out_for is null
    group by answer.member
    union all by name
    select answer.giver as member, count(distinct answer.member) as newcomers
    from answer
    join fresh on fresh.member = answer.member
        and answer.day between fresh.origin_on and fresh.origin_on + $newcomer_days::integer - 1
    group by answer.giver
    union all by name
    select member, count(*) as referrals from brought group by member
    union all by name
    select life_purchase.member, sum(amount) as net_amount
    from life_purchase
    join span on life_purchase.ordered_on between span.opens_on and span.closes_on
    group by life_purchase.member
    union all by name
    select life_refund.member, -sum(amount) as net_amount
    from life_refund
    join span on life_refund.refunded_on between span.opens_on and span.closes_on
    group by life_refund.member
)
select
    member.member, member.handle, coalesce(sum(part.counted_messages), 0)::bigint as messages,
    coalesce(sum(part.replies), 0)::bigint as replies, coalesce(sum(part.newcomers), 0)::bigint as newcomers,
    coalesce(sum(part.referrals), 0)::bigint as referrals,
    coalesce(sum(part.net_amount), 0)::decimal(18, 2) as net_amount,
    member.member in (select member from telling_member where kind = 'replies') as tells_replies
from member
left join part using (member)
group by all
order by member.handle
