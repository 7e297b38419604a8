-- Every bot with what makes it one; `hits` of `of_hits` messages or pauses show the behaviour.
with spoken as (
    select account, sum(messages) as messages, min(day) as first_on, max(day) as last_on
    from raw.account_day
    where messages > 0
    group by account
)
select
    account.handle, account.platform, account.bot_by as reason, sign.hits, sign.of_hits, sign.every_minutes,
    coalesce(spoken.messages, 0)::bigint as messages, spoken.first_on, spoken.last_on
from raw.account as account
left join raw.bot_sign as sign on sign.account = account.account and sign.sign = account.bot_by
left join spoken on spoken.account = account.account
where account.is_bot
order by messages desc, account.handle
