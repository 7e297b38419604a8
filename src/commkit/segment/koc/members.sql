-- What members who are looked at did in the span, and whom they brought: invitees of the span who were active within the
-- seven days that begin with the invitation, and what any of their invitees bought in the span, less refunds.
with did as (
    select
        member, sum(messages) as messages, count(distinct period_start(day)) filter (is_active) as active_periods,
        max(day) filter (is_active) as last_on
    from member_day
    group by member
),
brought as (
    select invitation.inviter as member, count(distinct invitation.member) as referrals
    from invitation
    join life_day as active on active.member = invitation.member and active.is_active
        and active.day between invitation.invited_on and invitation.invited_on + 6
    where in_span(invitation.invited_on)
    group by invitation.inviter
),
bought as (
    select member, ordered_on as day, amount from purchase
    union all
    select member, refunded_on, -amount from refund
),
sold as (
    select invitation.inviter as member, sum(bought.amount) as amount
    from invitation
    join bought on bought.member = invitation.member and bought.day >= invitation.invited_on
    group by invitation.inviter
),
told as (
    select member, bool_or(kind = 'replies') as replies, bool_or(kind = 'reactions') as reactions
    from telling_member
    group by member
),
-- No export says that it names whom messages mention: where somebody is mentioned, it does.
mentioning as (
    select distinct member.platform
    from tie
    join member using (member)
    where tie.kind in ('mention', 'quote')
)
select
    member.handle, coalesce(did.messages, 0)::bigint as messages, did.last_on,
    coalesce(told.replies, false) as tells_replies, coalesce(told.reactions, false) as tells_reactions,
    member.platform in (from mentioning) as tells_mentions,
    coalesce(did.active_periods, 0) as active_periods, (select count(*) from calendar) as of_periods,
    coalesce(brought.referrals, 0) as referrals, coalesce(sold.amount, 0)::double as sales_amount,
    member.member in (select member from here) as is_here
from member
join everyone on everyone.member = member.member and not everyone.is_staff
left join did on did.member = member.member
left join brought on brought.member = member.member
left join sold on sold.member = member.member
left join told on told.member = member.member
order by member.handle
