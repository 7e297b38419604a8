-- Mark bots and staff. An account that commkit.toml lists as a person is not a bot. Any other is a bot if commkit.toml lists
-- it, if an export says so of the account or of one of its messages, or if it behaves like one.
update raw.account as target
set is_staff = marked.is_staff, is_bot = marked.bot_by is not null, bot_by = marked.bot_by
from (
    select
        account.account,
        account.account in (select account from raw.profile where is_staff)
        or account.key in (select key from incoming where role = 'staff') as is_staff,
        case
            when account.key in (select key from incoming where role = 'person') then null
            when account.key in (select key from incoming where role = 'bridge') then 'bridge'
            when account.key in (select key from incoming where role = 'bot') then 'listed'
            when account.account in (select account from raw.profile where is_bot) then 'by_the_export'
            when account.account in (
                select account from raw.message where flags & 4 = 4 and kind in ('text', 'media')
            ) then 'by_the_export'
            else sign.sign
        end as bot_by
    from raw.account as account
    left join (
        select account, min(sign) as sign from raw.bot_sign where sign in ('by_the_clock', 'at_intervals') group by account
    ) as sign using (account)
) as marked
where target.account = marked.account
