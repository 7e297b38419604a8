-- Accounts and the people whom they belong to, and who of them spoke in the last 28 days: once each, and once a platform.
with held as (
    select account.account, account.platform, person.member
    from raw.account as account
    join person using (account)
    join member using (member)
),
owned as (
    select
        count(*) as people, sum(accounts)::bigint as accounts, sum(accounts) filter (accounts > 1)::bigint as matched_accounts,
        count(*) filter (platforms > 1) as several_platforms_members
    from (
        select member, count(*) as accounts, count(distinct platform) as platforms from held group by member
    )
),
spoke as (
    select distinct held.member, held.platform
    from raw.account_day as rollup
    join held using (account)
    where rollup.messages > 0 and rollup.day > getvariable('as_of_on')::date - 28
        and rollup.day <= getvariable('as_of_on')::date
)
select
    coalesce(owned.accounts, 0) as accounts, owned.people, coalesce(owned.matched_accounts, 0) as matched_accounts,
    rate(coalesce(owned.matched_accounts, 0), owned.accounts) as matched_rate, owned.several_platforms_members,
    (select count(distinct member) from spoke) as active_members,
    (select count(*) from spoke) as active_members_by_platform
from owned
