-- What each member gave and drew in the days up to a review, whoever they are: also those who have left since.
with span as (select $review::date - $days::integer + 1 as opens_on, $review::date as closes_on),
part as (
    select life_day.member, sum(messages) as messages, sum(replies_sent) as replies, sum(reactions_sent) as reactions
    from life_day
    join span on life_day.day between span.opens_on and span.closes_on
    group by life_day.member
    union all by name
    select tie.member, count(*) as staff_replies
    from tie
    join span on tie.day between span.opens_on and span.closes_on
    where tie.kind = 'reply' and tie.is_by_staff
    group by tie.member
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
    union all by name
    select invitation.inviter as member, count(*) as referrals
    from invitation
    join span on invitation.invited_on between span.opens_on and span.closes_on
    group by invitation.inviter
)
select
    slice_of(null, member.platform, member.channel, member.trait, null::date, null, null, null::date) as slice,
    member.member, coalesce(sum(part.messages), 0)::bigint as messages,
    coalesce(sum(part.replies), 0)::bigint as replies, coalesce(sum(part.reactions), 0)::bigint as reactions,
    coalesce(sum(part.staff_replies), 0)::bigint as staff_replies,
    coalesce(sum(part.net_amount), 0)::decimal(18, 2) as net_amount, coalesce(sum(part.referrals), 0)::bigint as referrals
from member
left join part using (member)
group by all
order by member.member
