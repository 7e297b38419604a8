-- The accounts of staff that are no bots, whether an export says so, and how much they wrote.
with stated as (select distinct account from raw.profile where is_staff),
spoken as (select account, sum(messages)::bigint as messages from raw.account_day group by account)
select
    account.handle, account.platform, stated.account is not null as is_stated, coalesce(spoken.messages, 0) as messages
from raw.account as account
left join stated on stated.account = account.account
left join spoken on spoken.account = account.account
where account.is_staff and not account.is_bot
order by messages desc, account.handle
