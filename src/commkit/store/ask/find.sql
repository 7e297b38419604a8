with matching as (
    select key, name from private.name where contains(lower(name), lower($name))
    union
    select key, native from private.person where contains(lower(native), lower($name))
    union
    select key, null from raw.account where handle = lower($name)
),
found as (
    select person.member, string_agg(distinct matching.name, ', ' order by matching.name) as name
    from matching
    join raw.account as account using (key)
    join person using (account)
    group by person.member
),
-- Of a merged member every platform and what was said on any of them.
whole as (
    select person.member, string_agg(distinct account.platform, ', ' order by account.platform) as platform
    from person
    join raw.account as account using (account)
    where person.member in (select member from found)
    group by person.member
),
spoken as (
    select person.member, sum(rollup.messages) as messages, min(rollup.day) as first_on, max(rollup.day) as last_on
    from raw.account_day as rollup
    join person using (account)
    where rollup.messages > 0 and person.member in (select member from found)
    group by person.member
)
select
    everyone.handle, found.name, whole.platform, everyone.is_staff, everyone.is_bot,
    coalesce(spoken.messages, 0)::bigint as messages, spoken.first_on, spoken.last_on
from found
join everyone using (member)
join whole using (member)
left join spoken using (member)
order by everyone.handle
