-- Every bot, or every account that is none for sure but $suspected of being a bot or a bridge, with what speaks for it; `hits`
-- of `of_hits` messages or pauses show the behaviour.
with spoken as (
    select account, sum(messages) as messages, min(day) as first_on, max(day) as last_on
    from raw.account_day
    where messages > 0
    group by account
),
shown as (
    select sign.*
    from raw.bot_sign as sign
    join raw.account as account using (account)
    where account.bot_by is null or account.bot_by = sign.sign
    qualify row_number() over (
        partition by account order by list_position(['by_its_text', 'by_the_hour', 'by_its_name'], sign.sign)
    ) = 1
)
select
    account.handle, account.platform, coalesce(account.bot_by, shown.sign) as reason, shown.hits, shown.of_hits,
    shown.every_minutes, coalesce(spoken.messages, 0)::bigint as messages, spoken.first_on, spoken.last_on
from raw.account as account
left join shown using (account)
left join spoken using (account)
where case when $suspected then not account.is_bot and shown.sign is not null else account.is_bot end
order by messages desc, account.handle
