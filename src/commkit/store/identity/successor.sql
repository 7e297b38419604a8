-- Pairs of members of whom one seems to go on as the other, so that one leaves and one comes where nobody did: by changes
-- of nick and number, the same messages, and names that begin where a number ends. None that were split before.
create or replace temp view successor as
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
)
select member, other, reason, strength
from (
    from by_rename
    union all
    from by_echo
    union all
    from by_succession
) as reasoned
anti join set_apart using (member, other)
