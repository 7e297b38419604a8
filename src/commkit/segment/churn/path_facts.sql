-- What happened to members, and what they did and did not, each in days of their own: `from_local` up to `until_local`, and
-- for what they said and drew from `first_on` to `last_on`. One row for each kind of fact that happened, how often, and when
-- last.
with looked as (
    select
        unnest($ids::integer[]) as id, unnest($members::integer[]) as member, unnest($froms::timestamp[]) as from_local,
        unnest($untils::timestamp[]) as until_local, unnest($firsts::date[]) as first_on, unnest($lasts::date[]) as last_on
),
done as (
    select looked.id, deed.name, local(deed.happened_at) as happened_local
    from looked
    join deed using (member)
    where deed.name not in ('message', 'reply', 'reaction', 'join', 'order')
        and local(deed.happened_at) >= looked.from_local - interval 90 day and local(deed.happened_at) < looked.until_local
),
recent as (
    select done.id, done.name, done.happened_local
    from done
    join looked using (id)
    where done.happened_local >= looked.from_local
),
reading as (
    select done.id, max(done.happened_local) as happened_local
    from done
    join looked using (id)
    where done.name in ('read', 'view', 'impression', 'click', 'visit', 'register')
    group by done.id
    having max(done.happened_local) < any_value(looked.from_local)
),
opened as (
    select
        looked.id, cases.kind, local(cases.opened_at) as opened_local, looked.until_local,
        local(coalesce(cases.answered_at, cases.closed_at)) as answered_local, local(cases.closed_at) as closed_local,
        coalesce(is_adopted(cases.outcome), false) as is_adopted,
        coalesce(regexp_matches(lower(cases.topic), 'late|delay|延迟|延误|迟到|晚到|超时'), false) as is_late
    from looked
    join cases using (member)
    where local(cases.opened_at) >= looked.from_local and local(cases.opened_at) < looked.until_local
),
-- Low is 0 to 6 on a scale of 0 to 10, and the lower third of any other.
scored as (
    select
        looked.id, local(survey.answered_at) as happened_local,
        coalesce(
            survey.score <= case
                when survey.scale = '0-10' then 6
                else split_part(survey.scale, '-', 1)::double
                    + (split_part(survey.scale, '-', 2)::double - split_part(survey.scale, '-', 1)::double) / 3
            end, false
        ) as is_low
    from looked
    join survey using (member)
    where local(survey.answered_at) >= looked.from_local and local(survey.answered_at) < looked.until_local
),
bought as (
    select looked.id, life_purchase.ordered_on, looked.from_local::date as from_on, looked.until_local::date as until_on
    from looked
    join life_purchase using (member)
    where life_purchase.ordered_on < looked.until_local::date
),
paid_back as (
    select looked.id, life_refund.refunded_on
    from looked
    join life_refund using (member)
    where life_refund.refunded_on >= looked.from_local::date and life_refund.refunded_on < looked.until_local::date
),
held as (
    select looked.id, sum(points.change) as balance, max(points.happened_at) filter (points.change > 0) as given_at,
        count(*) filter (points.change < 0 and local(points.happened_at) >= looked.from_local) as spent,
        max(points.expires_on) filter (
            points.change > 0 and points.expires_on >= looked.from_local::date and points.expires_on < looked.until_local::date
        ) as expired_on
    from looked
    join points using (member)
    where local(points.happened_at) < looked.until_local
    group by looked.id
),
-- Messages that answer nobody, and whether somebody had answered by the end.
question as (
    select
        looked.id, said.key, said.sent_local, looked.first_on,
        coalesce(bool_or(reply.sent_at >= said.sent_at and local(reply.sent_at) < looked.until_local), false) as is_answered
    from looked
    join told_message as said using (member)
    left join reply on reply.answers = said.key and reply.member <> said.member
    where said.reply_to is null and said.sent_local::date between looked.first_on and looked.last_on
    group by all
),
first_word as (
    select member, min(sent_local) as first_local from told_message where member in (select member from looked) group by member
),
taken_down as (
    select looked.id, deleted_message.sent_local
    from looked
    join deleted_message using (member)
    where deleted_message.sent_local >= looked.from_local and deleted_message.sent_local < looked.until_local
),
in_group as (
    select member, group_id from talker
    union
    select member, group_id from turning where group_id is not null and change = 'join'
),
advertisement as (
    select distinct said.key, said.group_id, said.member, said.sent_local
    from told_label
    join told_message as said on said.key = told_label.content
    where regexp_matches(
            lower(trim(told_label.value)), '^(ads?|adverts?|advertisements?|advertising|spam|promo(tion)?)\b|广告|推销|垃圾'
        )
),
shown as (
    select looked.id, advertisement.sent_local
    from looked
    join in_group using (member)
    join advertisement on advertisement.group_id = in_group.group_id and advertisement.member <> looked.member
    where advertisement.sent_local >= looked.from_local and advertisement.sent_local < looked.until_local
),
exchange as (
    select looked.id, tie.giver as other, tie.day, true as is_drawn from looked join tie using (member)
    where tie.day between looked.first_on - 90 and looked.last_on
    union all
    select looked.id, tie.member, tie.day, false from looked join tie on tie.giver = looked.member
    where tie.day between looked.first_on - 90 and looked.first_on - 1
),
drawn as (
    select
        looked.id, count(exchange.day) filter (exchange.day < looked.first_on) as earlier,
        count(exchange.day) filter (exchange.day >= looked.first_on) as lately
    from looked
    left join exchange on exchange.id = looked.id and exchange.is_drawn
    group by looked.id
),
spoken as (
    select
        looked.id, coalesce(sum(did.messages) filter (did.day < looked.first_on), 0) as earlier,
        coalesce(sum(did.messages) filter (did.day >= looked.first_on), 0) as lately
    from looked
    left join life_day as did on did.member = looked.member and did.day between looked.first_on - 90 and looked.last_on
    group by looked.id
),
partner as (select id, other from exchange where day < (select first_on from looked where looked.id = exchange.id) group by all having count(*) >= 3),
-- A partner is gone who left, or who was active in the 30 days before and has been silent for two weeks by the end.
last_seen as (
    select partner.id, partner.other, max(did.day) as last_on
    from partner
    join looked using (id)
    join life_day as did on did.member = partner.other and did.is_active and did.day < looked.until_local::date
    group by all
),
lost as (
    select partner.id, stay.left_on as gone_on
    from partner
    join looked using (id)
    join stay on stay.member = partner.other and stay.left_on >= looked.from_local::date and stay.left_on < looked.until_local::date
    union all
    select last_seen.id, last_seen.last_on
    from last_seen
    join looked using (id)
    where last_seen.last_on between looked.first_on - 30 and looked.until_local::date - 15
)
select id, 'event' as fact, name, count(*) as times, max(happened_local) as last_local from recent group by all
union all
select id, kind, null, count(*), max(opened_local) from opened
where kind in ('ticket', 'complaint', 'dispute', 'suggestion')
group by all
union all
select id, 'slow_answer', null, count(*), max(opened_local) from opened
where kind in ('ticket', 'complaint', 'dispute')
    and least(coalesce(answered_local, until_local), until_local) > opened_local + interval 24 hour
group by all
union all
select id, 'open_case', null, count(*), max(opened_local) from opened
where kind in ('ticket', 'complaint', 'dispute') and coalesce(closed_local >= until_local, true)
group by all
union all
select id, 'late_delivery', null, count(*), max(opened_local) from opened where is_late group by all
union all
select id, 'refused_wish', null, count(*), max(closed_local) from opened
where kind = 'suggestion' and closed_local < until_local and not is_adopted
group by all
union all
select id, 'low_score', null, count(*), max(happened_local) from scored where is_low group by all
union all
select id, 'order', null, count(*), max(ordered_on)::timestamp from bought where ordered_on >= from_on group by all
union all
select id, 'no_renewal', null, 1, null from bought group by id having max(ordered_on) < any_value(until_on) - 90
union all
select id, 'refund', null, count(*), max(refunded_on)::timestamp from paid_back group by all
union all
select id, 'points_expired', null, 1, expired_on::timestamp from held where expired_on is not null and balance > 0
union all
select id, 'points_unused', null, 1, null from held where balance > 0 and spent = 0
union all
select id, 'no_reads', null, 1, null from reading
union all
select id, 'unanswered', null, count(*), max(sent_local) from question group by id having not bool_or(is_answered)
union all
select question.id, 'first_unanswered', null, 1, question.sent_local
from question
join looked using (id)
join first_word on first_word.member = looked.member and first_word.first_local = question.sent_local
where not question.is_answered
group by all
union all
select id, 'deleted', null, count(*), max(sent_local) from taken_down group by all
union all
select id, 'ad_message', null, count(*), max(sent_local) from shown group by all
union all
select id, 'drew_nothing', null, 1, null from drawn join spoken using (id) where spoken.lately > 0 and drawn.lately = 0
union all
select id, 'drew_less', null, 1, null from drawn where earlier >= 6 and lately * 6 < earlier
union all
select id, 'wrote_less', null, 1, null from spoken where earlier >= 6 and lately * 6 < earlier
union all
select id, 'partner_gone', null, count(distinct gone_on), max(gone_on)::timestamp from lost group by all
