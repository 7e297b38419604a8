-- Pairs of members that may be one person, by what exports state and what the private file knows. `incoming` has the
-- normalised names of accounts, and how much each of them tells (its width, in half characters).
with holder as (
    select account.key, account.platform, person.member
    from raw.account as account
    join person using (account)
    join described using (member)
    where not described.is_bot
),
-- Changes of nick and number, in either direction.
renamed as (
    select
        least(one.member, other.member) as member, greatest(one.member, other.member) as other,
        bool_or(said.how = 'number') as is_number, count(distinct said.happened_on) as days
    from private.alias as said
    join holder as one on one.key = said.key
    join holder as other on other.key = said.other
    where one.member <> other.member
    group by all
),
-- A nick that many members have used says little.
worn as (
    select member, count(*) as others
    from (select member, other from renamed union all select other, member from renamed)
    group by member
),
by_rename as (
    select
        renamed.member, renamed.other, case when renamed.is_number then 'changed_number' else 'changed_nick' end as reason,
        case
            when renamed.is_number then 3
            when greatest(one.others, other.others) > 3 then 1
            when renamed.days > 1 then 3
            else 2
        end as strength
    from renamed
    join worn as one on one.member = renamed.member
    join worn as other on other.member = renamed.other
),
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
-- Members of platforms that give names alone are a number until somebody keeps it under a name. A later export of the same
-- talk has the same messages under the other name.
numbered as (
    select holder.member, bool_or(starts_with(person.native, '+')) as is_number
    from private.person as person
    join holder using (key)
    group by holder.member
),
said as (
    select person.member, message.key, message.group_id, message.sent_at, message.kind, message.length, message.load_id
    from raw.message as message
    join raw.load as load using (load_id)
    join person using (account)
    where list_contains(load.lacks, 'ids') and message.kind in ('text', 'media')
),
echo as (
    select one.member, other.member as other, count(distinct one.key) as messages
    from said as one
    join numbered as number on number.member = one.member and number.is_number
    join said as other on other.group_id = one.group_id and other.sent_at = one.sent_at and other.kind = one.kind
        and other.length = one.length and other.load_id <> one.load_id
    join numbered as named on named.member = other.member and not named.is_number
    group by all
),
spoke as (
    select member, group_id, min(sent_at) as first_at, max(sent_at) as last_at, count(*) as messages
    from said
    group by all
),
by_echo as (
    select least(echo.member, echo.other) as member, greatest(echo.member, echo.other) as other,
        'same_messages' as reason, case when echo.messages > 1 then 3 else 2 end as strength
    from echo
    join (select member, count(*) as messages from said group by member) as whole using (member)
    where 10 * echo.messages >= 9 * whole.messages
),
-- Or the number ends where a name begins in the same group, within a week.
succession as (
    select number.member, named.member as other
    from spoke as number
    join numbered as one on one.member = number.member and one.is_number
    join spoke as named on named.group_id = number.group_id
        and named.first_at between number.last_at and number.last_at + interval 7 days
    join numbered as two on two.member = named.member and not two.is_number
    where number.messages >= 5
    group by all
),
by_succession as (
    select least(member, other) as member, greatest(member, other) as other, 'follows_number' as reason, 1 as strength
    from succession
    qualify count(*) over (partition by member) = 1 and count(*) over (partition by other) = 1
),
-- Members that were split before are not suggested again.
apart as (
    select distinct one.member, other.member as other
    from raw.merge_log as log
    join raw.merge_log as beside using (merge_id)
    join holder as one on one.key = log.key
    join holder as other on other.key = beside.key
    where one.member < other.member
),
pair as (
    select member, other, list_sort(list(distinct reason)) as reason, max(strength) as strength
    from (
        from by_rename
        union all
        from by_contact
        union all
        from by_name
        union all
        from by_full_name
        union all
        from by_echo
        union all
        from by_succession
    ) as reasoned
    anti join apart using (member, other)
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
