-- Pairs of members that may be one person, by what exports state and what the private file knows. `incoming` has the
-- normalised names of accounts, and how much each of them tells (its width, in half characters).
with
-- An address that more than three members share belongs to an office.
reached as (
    select contact.kind, contact.digest, list(distinct holder.member) as members
    from private.contact as contact
    join holder using (key)
    group by all
    having len(members) between 2 and 3
),
by_contact as (
    select one.member, other.member as other, 'same_' || one.kind as reason, 3 as strength
    from (select kind, digest, unnest(members) as member from reached) as one
    join (select kind, digest, unnest(members) as member from reached) as other using (kind, digest)
    where one.member < other.member
),
called as (
    select distinct said.name, said.width, holder.platform, holder.member
    from incoming as said
    join holder using (key)
),
-- A first name that stands before several family names is a common one.
common as (
    select split_part(name, ' ', 1) as name from called where contains(name, ' ') group by 1 having count(distinct name) > 1
),
-- Names that one member of each platform has, on several platforms.
shared as (
    select name, any_value(width) as width, list(distinct member) as members
    from called
    where name not in (from common)
    group by name
    having count(distinct (platform, member)) = count(distinct platform) and len(members) between 2 and 3
),
by_name as (
    select one.member, other.member as other, 'same_name' as reason, case when one.width >= 8 then 2 else 1 end as strength
    from (select name, width, unnest(members) as member from shared) as one
    join (select name, unnest(members) as member from shared) as other using (name)
    where one.member < other.member
),
-- A full name under two addresses of one mail platform.
by_full_name as (
    select least(one.member, other.member) as member, greatest(one.member, other.member) as other, 'same_name' as reason,
        2 as strength
    from called as one
    join called as other using (name, platform)
    where one.platform = 'mail' and contains(name, ' ') and one.member < other.member
    group by all
),
pair as (
    select member, other, list_sort(list(distinct reason)) as reason, max(strength) as strength
    from (
        from successor
        union all
        from by_contact
        union all
        from by_name
        union all
        from by_full_name
    ) as reasoned
    anti join set_apart using (member, other)
    group by all
),
spoken as (
    select person.member, sum(rollup.messages)::bigint as messages
    from raw.member_day as rollup
    join person using (account)
    group by person.member
),
known as (
    select everyone.member, everyone.handle, everyone.platform, coalesce(spoken.messages, 0) as messages
    from everyone
    left join spoken using (member)
    where everyone.member in (select member from pair union select other from pair)
),
ordered as (
    select
        case when one.handle < other.handle then pair.member else pair.other end as first,
        case when one.handle < other.handle then pair.other else pair.member end as second, pair.reason, pair.strength
    from pair
    join known as one on one.member = pair.member
    join known as other on other.member = pair.other
)
select
    first.handle, first.platform, first.messages, second.handle as other_handle, second.platform as other_platform,
    second.messages as other_messages, ordered.reason, ['weak', 'medium', 'strong'][ordered.strength] as evidence
from ordered
join known as first on first.member = ordered.first
join known as second on second.member = ordered.second
where ordered.strength >= $least
order by ordered.strength desc, least(first.messages, second.messages) desc, first.handle, second.handle
