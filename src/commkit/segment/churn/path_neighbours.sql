-- Members who exchanged replies, reactions or mentions in the 90 days before a core member's end with that core member, or
-- with core members of the same day who stayed and with none whose end was near; all were there, and active in these days.
-- What they did in the 30 days before and after, and whether they fell silent or left.
with asked as (
    select unnest($cores::integer[]) as core, unnest($days::date[]) as index_on, unnest($reviews::date[]) as review_on
),
core_member as (select unnest($core_members::integer[]) as member, unnest($core_reviews::date[]) as review_on),
index_day as (select distinct index_on, review_on from asked),
near as (
    select index_on, unnest(generate_series(index_on - 90, index_on + 29, interval 1 day))::date as day from index_day
),
active_day as (select distinct member, day from life_day where is_active),
did as (
    select
        near.index_on, active_day.member, count(*) filter (active_day.day < near.index_on - 30) as earlier_days,
        count(*) filter (active_day.day between near.index_on - 30 and near.index_on - 1) as before_days,
        count(*) filter (active_day.day >= near.index_on) as after_days,
        max(active_day.day) filter (active_day.day < near.index_on) as last_on
    from active_day
    join near using (day)
    group by all
),
exchange as (
    select member, giver as other, day from tie
    union all
    select giver, member, day from tie
),
company as (
    select near.index_on, exchange.member, count(distinct exchange.other) as partners
    from exchange
    join near using (day)
    where exchange.day < near.index_on
    group by all
),
-- Who was close to which core member that ended.
close as (
    select distinct exchange.member, asked.core, asked.index_on
    from exchange
    join asked on exchange.other = asked.core and exchange.day between asked.index_on - 90 and asked.index_on - 1
),
-- Who was close to a core member that stayed: one who was active after this day.
beside as (
    select distinct index_day.index_on, exchange.member
    from index_day
    join core_member using (review_on)
    join did on did.index_on = index_day.index_on and did.member = core_member.member and did.after_days > 0
    join exchange on exchange.other = core_member.member
        and exchange.day between index_day.index_on - 90 and index_day.index_on - 1
    where not exists (
            select 1 from asked where asked.core = core_member.member and abs(asked.index_on - index_day.index_on) <= 30
        )
),
-- Who was close, before this day, to a core member that ended near it; what they did later does not matter.
touched as (
    select distinct index_day.index_on, exchange.member
    from index_day
    join asked on abs(asked.index_on - index_day.index_on) <= 30
    join exchange on exchange.other = asked.core
        and exchange.day between index_day.index_on - 90 and index_day.index_on - 1
),
there as (
    select distinct index_day.index_on, stay.member
    from stay
    join index_day on coalesce(stay.came_on < index_day.index_on, true) and coalesce(stay.left_on >= index_day.index_on, true)
),
gone as (
    select distinct index_day.index_on, stay.member
    from stay
    join index_day on stay.left_on between index_day.index_on and index_day.index_on + 29
),
looked as (
    select did.*, close.core
    from did
    join close on close.member = did.member and close.index_on = did.index_on
    where did.member not in (select core from asked)
    union all
    select did.*, null
    from did
    join beside using (index_on, member)
    where did.member not in (select core from asked)
        and not exists (
            select 1 from touched where touched.member = did.member and touched.index_on = did.index_on
        )
)
select
    looked.index_on, looked.member, looked.core, everyone.platform, looked.earlier_days, looked.before_days, looked.after_days,
    looked.index_on - looked.last_on <= 7 as is_recent,     looked.after_days = 0 or gone.member is not null as is_lost,
    company.partners, sha256($seed || ' ' || everyone.key || ' ' || looked.index_on) as place
from looked
join there using (index_on, member)
join company using (index_on, member)
join everyone using (member)
left join gone on gone.index_on = looked.index_on and gone.member = looked.member
where everyone.counts and looked.earlier_days + looked.before_days > 0
order by looked.index_on, place, everyone.handle
