with matching as (
    select key, name from private.name where contains(lower(name), lower($name))
    union
    select key, native from private.person where contains(lower(native), lower($name))
    union
    select key, null from raw.account where handle = lower($name)
),
spoken as (
    select account, sum(messages) as messages, min(day) as first_on, max(day) as last_on
    from raw.account_day
    where messages > 0
    group by account
)
select
    account.handle, string_agg(distinct matching.name, ', ' order by matching.name) as name, account.platform,
    account.is_staff, account.is_bot, coalesce(spoken.messages, 0)::bigint as messages, spoken.first_on, spoken.last_on
from matching
join raw.account as account using (key)
left join spoken using (account)
group by all
order by account.handle
