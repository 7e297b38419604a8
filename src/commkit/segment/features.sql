-- What is known of each member at the end of each day of review, by what happened until then: by this layers and models judge.
with review as (select distinct unnest($reviews::date[]) as review_on),
-- The 90 days up to each review.
near as (
    select review_on, unnest(generate_series(review_on - 89, review_on, interval 1 day))::date as day from review
),
-- Whoever is known to have come, or is in a list of members that does not say when. One who is known by leaving alone was
-- not known before. Only in answers by group has anybody more than one stay at a time.
stayed as (
    select member, coalesce(came_on, date '0001-01-01') as came_on, coalesce(left_on, date '9999-12-31') as left_on
    from stay
    where came_on is not null or member in (select member from listed)
),
there as (
    select review.review_on, stayed.member
    from review
    join stayed on stayed.came_on <= review.review_on and stayed.left_on > review.review_on
    where coalesce(getvariable('slice_by') <> 'group', true)
    union all
    select distinct review.review_on, stayed.member
    from review
    join stayed on stayed.came_on <= review.review_on and stayed.left_on > review.review_on
    where coalesce(getvariable('slice_by') = 'group', false)
),
-- Active days are the bits of a number, the day of the review the lowest: a day counts once, in however many groups.
recent as (
    select
        near.review_on, did.member,
        bit_or(case when did.is_active then 1::hugeint << (near.review_on - did.day) else 0::hugeint end) as active_on,
        sum(did.messages) filter (did.day > near.review_on - 7) as messages_7,
        sum(did.messages) filter (did.day > near.review_on - 30) as messages_30,
        sum(did.messages) filter (did.day > near.review_on - 60) as messages_60, sum(did.messages) as messages_90,
        sum(did.replies_sent) filter (did.day > near.review_on - 7) as replies_sent_7,
        sum(did.replies_sent) filter (did.day > near.review_on - 30) as replies_sent_30,
        sum(did.replies_sent) as replies_sent_90,
        sum(did.reactions_sent) filter (did.day > near.review_on - 7) as reactions_sent_7,
        sum(did.reactions_sent) filter (did.day > near.review_on - 30) as reactions_sent_30,
        sum(did.reactions_sent) as reactions_sent_90,
        sum(did.replies_received) filter (did.day > near.review_on - 7) as replies_received_7,
        sum(did.replies_received) filter (did.day > near.review_on - 30) as replies_received_30,
        sum(did.replies_received) as replies_received_90,
        sum(did.reactions_received) filter (did.day > near.review_on - 7) as reactions_received_7,
        sum(did.reactions_received) filter (did.day > near.review_on - 30) as reactions_received_30,
        sum(did.reactions_received) as reactions_received_90,
        sum(did.events) filter (did.day > near.review_on - 7) as events_7,
        sum(did.events) filter (did.day > near.review_on - 30) as events_30, sum(did.events) as events_90
    from life_day as did
    join near using (day)
    group by all
),
-- What was done in the 90 days before those, by whoever did anything: only where features look so far back.
far as (
    select
        review.review_on, did.member,
        bit_or(case when did.is_active then 1::hugeint << (review.review_on - 90 - did.day) else 0::hugeint end)
            as active_on,
        sum(did.messages) filter (did.day > review.review_on - 120) as messages_120, sum(did.messages) as messages_180
    from life_day as did
    join review on did.day > review.review_on - 180 and did.day <= review.review_on - 90
    where wants(['active_days_120', 'active_days_180', 'messages_120', 'messages_180'])
    group by all
),
-- Members active in the 90 days; a window over each review would take time by the square of it.
size as (
    select there.review_on, count(*) as active_members
    from there
    join recent using (review_on, member)
    where recent.active_on <> 0 and wants(['reach_rate_90'])
    group by there.review_on
),
to_date as (
    select
        review.review_on, did.member, sum(did.messages) as messages,
        count(distinct did.day) filter (did.is_active) as active_days,
        max(did.day) filter (did.is_active) as last_active_on
    from life_day as did
    join review on did.day <= review.review_on
    where wants(['messages', 'active_days', 'silent_days'])
    group by all
),
first_active as (
    select member, min(day) as first_active_on
    from life_day
    where is_active and wants(['was_active', 'came_back'])
    group by member
),
back as (
    select did.member, min(did.day) as back_on
    from life_day as did
    join first_active using (member)
    where did.is_active and did.day >= first_active.first_active_on + 30 and wants(['came_back'])
    group by did.member
),
drawn as (
    select
        near.review_on, tie.member, tie.giver, max(tie.day) as last_on,
        max(tie.day) filter (tie.kind = 'reply') as last_replied_on
    from tie
    join near using (day)
    join everyone as giver on giver.member = tie.giver and giver.counts
    where tie.kind in ('reply', 'reaction')
        and wants(['reach_30', 'reach_90', 'reach_rate_90', 'repliers_30', 'repliers_90'])
    group by all
),
reached as (
    select
        review_on, member, count(*) filter (last_on > review_on - 30) as reach_30, count(*) as reach_90,
        count(*) filter (last_replied_on > review_on - 30) as repliers_30, count(last_replied_on) as repliers_90
    from drawn
    group by all
),
exchange as (
    select near.review_on, tie.member, tie.giver as other
    from tie
    join near using (day)
    where tie.day > near.review_on - 28 and wants(['exchanges_28', 'partners_28'])
    union all
    select near.review_on, tie.giver, tie.member
    from tie
    join near using (day)
    where tie.day > near.review_on - 28 and wants(['exchanges_28', 'partners_28'])
),
exchanged as (
    select exchange.review_on, exchange.member, count(*) as exchanges_28, count(distinct exchange.other) as partners_28
    from exchange
    join everyone as other on other.member = exchange.other and other.counts
    group by all
),
spoke_in as (
    select review.review_on, talker.member, count(distinct talker.group_id) as groups
    from talker
    join review on talker.first_spoke_on <= review.review_on
    where wants(['groups'])
    group by all
),
looked as (
    select near.review_on, deed.member, count(*) filter (deed.day > near.review_on - 30) as reads_30, count(*) as reads_90
    from deed
    join near using (day)
    where deed.name in ('read', 'view', 'impression', 'click', 'visit', 'register') and wants(['reads_30', 'reads_90'])
    group by all
),
-- An invitee is active within the seven days that begin with the invitation.
brought as (
    select invitation.inviter as member, invitation.member as invitee, invitation.invited_on, min(did.day) as active_on
    from invitation
    left join life_day as did on did.member = invitation.member and did.is_active
        and did.day between invitation.invited_on and invitation.invited_on + 6
    where wants(['invitees', 'activated_invitees'])
    group by all
),
invited as (
    select
        review.review_on, brought.member, count(*) as invitees,
        count(*) filter (brought.active_on <= review.review_on) as activated_invitees
    from brought
    join review on brought.invited_on <= review.review_on
    group by all
),
moved as (
    select member, ordered_on as day, amount, ordered_on from life_purchase
    union all
    select member, refunded_on, -amount, null from life_refund
),
bought as (
    select
        review.review_on, moved.member, count(moved.ordered_on) as orders,
        count(distinct moved.ordered_on) as order_days, sum(moved.amount) as net_amount,
        count(moved.ordered_on) filter (moved.day > review.review_on - 90) as orders_90,
        sum(moved.amount) filter (moved.day > review.review_on - 90) as net_amount_90,
        max(moved.ordered_on) as last_ordered_on
    from moved
    join review on moved.day <= review.review_on
    where wants(
            ['orders', 'order_days', 'orders_90', 'net_amount', 'net_amount_90', 'days_since_order', 'value_level']
        )
    group by all
),
valued as (
    select
        bought.review_on, bought.member,
        value_level(
            value_total(
                bought.review_on - bought.last_ordered_on, bought.orders, bought.net_amount,
                r2, r3, r4, r5, f2, f3, f4, f5, m2, m3, m4, m5
            )
        ) as value_level
    from bought
    cross join value_bound
    where bought.orders > 0 and wants(['value_level'])
),
known as (
    select
        there.review_on, there.member, everyone.handle, everyone.is_staff::tinyint as is_staff,
        (there.review_on - origin.origin_on)::integer as tenure_days,
        coalesce(bit_count(recent.active_on & ((1::hugeint << 7) - 1)), 0) as active_days_7,
        coalesce(bit_count(recent.active_on & ((1::hugeint << 30) - 1)), 0) as active_days_30,
        coalesce(bit_count(recent.active_on & ((1::hugeint << 60) - 1)), 0) as active_days_60,
        coalesce(bit_count(recent.active_on), 0) as active_days_90,
        coalesce(bit_count(recent.active_on), 0)
            + coalesce(bit_count(far.active_on & ((1::hugeint << 30) - 1)), 0) as active_days_120,
        coalesce(bit_count(recent.active_on), 0) + coalesce(bit_count(far.active_on), 0) as active_days_180,
        coalesce(
            (recent.active_on & ((1::hugeint << 7) - 1) <> 0)::tinyint
            + (recent.active_on & (((1::hugeint << 7) - 1) << 7) <> 0)::tinyint
            + (recent.active_on & (((1::hugeint << 7) - 1) << 14) <> 0)::tinyint
            + (recent.active_on & (((1::hugeint << 7) - 1) << 21) <> 0)::tinyint, 0
        ) as active_weeks_28,
        coalesce(
            (recent.active_on & ((1::hugeint << 30) - 1) <> 0)::tinyint
            + (recent.active_on & (((1::hugeint << 30) - 1) << 30) <> 0)::tinyint
            + (recent.active_on & (((1::hugeint << 30) - 1) << 60) <> 0)::tinyint, 0
        ) as active_spans_90,
        coalesce(recent.active_on & ((1::hugeint << 7) - 1) = 0, true)::tinyint as is_silent,
        (there.review_on - to_date.last_active_on)::integer as silent_days,
        coalesce(first_active.first_active_on <= there.review_on, false)::tinyint as was_active,
        coalesce(back.back_on <= there.review_on, false)::tinyint as came_back,
        coalesce(to_date.active_days, 0) as active_days, coalesce(to_date.messages, 0)::bigint as messages,
        coalesce(recent.messages_7, 0)::integer as messages_7, coalesce(recent.messages_30, 0)::integer as messages_30,
        coalesce(recent.messages_60, 0)::integer as messages_60, coalesce(recent.messages_90, 0)::integer as messages_90,
        (coalesce(recent.messages_90, 0) + coalesce(far.messages_120, 0))::integer as messages_120,
        (coalesce(recent.messages_90, 0) + coalesce(far.messages_180, 0))::integer as messages_180,
        coalesce(recent.replies_sent_7, 0)::integer as replies_sent_7,
        coalesce(recent.replies_sent_30, 0)::integer as replies_sent_30,
        coalesce(recent.replies_sent_90, 0)::integer as replies_sent_90,
        coalesce(recent.reactions_sent_7, 0)::integer as reactions_sent_7,
        coalesce(recent.reactions_sent_30, 0)::integer as reactions_sent_30,
        coalesce(recent.reactions_sent_90, 0)::integer as reactions_sent_90,
        coalesce(recent.replies_received_7, 0)::integer as replies_received_7,
        coalesce(recent.replies_received_30, 0)::integer as replies_received_30,
        coalesce(recent.replies_received_90, 0)::integer as replies_received_90,
        coalesce(recent.reactions_received_7, 0)::integer as reactions_received_7,
        coalesce(recent.reactions_received_30, 0)::integer as reactions_received_30,
        coalesce(recent.reactions_received_90, 0)::integer as reactions_received_90,
        coalesce(recent.events_7, 0)::integer as events_7, coalesce(recent.events_30, 0)::integer as events_30,
        coalesce(recent.events_90, 0)::integer as events_90,
        coalesce(reached.reach_30, 0) as reach_30, coalesce(reached.reach_90, 0) as reach_90,
        coalesce(rate(reached.reach_90, size.active_members), 0) as reach_rate_90,
        coalesce(reached.repliers_30, 0) as repliers_30, coalesce(reached.repliers_90, 0) as repliers_90,
        coalesce(exchanged.exchanges_28, 0) as exchanges_28, coalesce(exchanged.partners_28, 0) as partners_28,
        coalesce(spoke_in.groups, 0) as groups, coalesce(looked.reads_30, 0) as reads_30,
        coalesce(looked.reads_90, 0) as reads_90, coalesce(invited.invitees, 0) as invitees,
        coalesce(invited.activated_invitees, 0) as activated_invitees, coalesce(bought.orders, 0) as orders,
        coalesce(bought.order_days, 0) as order_days, coalesce(bought.orders_90, 0) as orders_90,
        coalesce(bought.net_amount, 0)::double as net_amount,
        coalesce(bought.net_amount_90, 0)::double as net_amount_90,
        (there.review_on - bought.last_ordered_on)::integer as days_since_order,
        coalesce(valued.value_level, 0) as value_level
    from there
    left join recent using (review_on, member)
    left join far using (review_on, member)
    left join size using (review_on)
    left join to_date using (review_on, member)
    left join first_active using (member)
    left join back using (member)
    left join reached using (review_on, member)
    left join exchanged using (review_on, member)
    left join spoke_in using (review_on, member)
    left join looked using (review_on, member)
    left join invited using (review_on, member)
    left join bought using (review_on, member)
    left join valued using (review_on, member)
    left join everyone on wants(['handle', 'is_staff']) and everyone.member = there.member
    left join origin on wants(['tenure_days']) and origin.member = there.member
)
select columns(lambda name: name in ('review_on', 'member') or list_contains(getvariable('features')::varchar[], name))
from known
