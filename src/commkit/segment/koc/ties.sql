-- Who drew what from whom in the span, a row for each two people and way, of a slice: those who are looked at, and staff;
-- never bots nor who is left out. Beside it, on how many days the one who is answered wrote at all.
with person_there as (
    select
        everyone.member, everyone.handle, everyone.is_staff
    from everyone
    where not everyone.is_bot and everyone.left_out_for is null
        and (everyone.member in (select member from member) or (everyone.is_staff and everyone.member in (from fitting)))
),
exchange as (
    select
        case getvariable('slice_by')
            when 'group' then coalesce(talk_group.title, talk_group.handle) when 'platform' then talk_group.platform
        end as slice,
        tie.giver, tie.member, tie.kind, tie.day
    from tie
    left join named_group as talk_group using (group_id)
    where in_span(tie.day)
),
wrote as (
    select person.member, count(distinct rollup.day) as spoken_days
    from rollup
    join person using (account)
    where rollup.messages > 0 and in_span(rollup.day) and in_cut_group(rollup.group_id)
    group by person.member
)
select
    exchange.slice, gave.handle as giver, drew.handle, any_value(gave.is_staff) as is_by_staff,
    any_value(drew.is_staff) as is_staff, count(*) filter (exchange.kind = 'reply') as replies,
    count(*) filter (exchange.kind = 'reaction') as reactions, count(*) filter (exchange.kind <> 'reaction') as answers,
    count(*) as exchanges, count(distinct exchange.day) as days, min(exchange.day) as first_on, max(exchange.day) as last_on,
    coalesce(any_value(wrote.spoken_days), 0) as spoken_days
from exchange
join person_there as gave on gave.member = exchange.giver
join person_there as drew on drew.member = exchange.member
left join wrote on wrote.member = exchange.member
group by exchange.slice, gave.handle, drew.handle
order by exchange.slice, gave.handle, drew.handle
