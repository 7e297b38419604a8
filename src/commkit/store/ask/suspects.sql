-- The accounts that may be bots or bridges though nothing says so for sure, by what makes one think it.
with spoken as (
    select account, sum(messages) as messages, min(day) as first_on, max(day) as last_on
    from raw.account_day
    where messages > 0
    group by account
),
doubt as (
    select account, arg_max(struct_pack(sign, hits, of_hits, every_minutes), sign = 'by_its_text') as found
    from raw.bot_sign
    group by account
)
select
    account.handle, account.platform, doubt.found.sign as reason, doubt.found.hits, doubt.found.of_hits,
    doubt.found.every_minutes, coalesce(spoken.messages, 0)::bigint as messages, spoken.first_on, spoken.last_on
from doubt
join raw.account as account using (account)
left join spoken using (account)
where not account.is_bot
order by messages desc, account.handle
