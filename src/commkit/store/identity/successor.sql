-- Pairs of members of whom one seems to go on as the other, so that one leaves and one comes where nobody did: by changes
-- of nick and number, and names that begin where a number ends. None that were split before.
create or replace temp view successor as
with
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
-- Members of platforms that give names alone are a number until somebody keeps it under a name. Where such a number ends, a
-- name begins in the same group, within a week.
numbered as (
    select holder.member, bool_or(starts_with(person.native, '+')) as is_number
    from private.person as person
    join holder using (key)
    group by holder.member
),
spoke as (
    select
        person.member, message.group_id, min(message.sent_at) as first_at, max(message.sent_at) as last_at,
        count(*) as messages
    from raw.message as message
    join raw.load as load using (load_id)
    join person using (account)
    where list_contains(load.lacks, 'ids') and message.kind in ('text', 'media')
    group by all
),
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
)
select member, other, reason, strength
from (
    from by_rename
    union all
    from by_succession
) as reasoned
anti join set_apart using (member, other)
