-- Accounts that only records which stand alone name: their ids may be written otherwise than in chats and orders.
with seen as (
    select account from raw.profile
    union
    select account from raw.account_group
    union
    select account from raw.membership
    union
    select account from raw.purchase_line
    union
    select inviter from raw.referral
    union
    select invitee from raw.referral
)
select count(distinct account) as accounts
from raw.alone
where account is not null and account not in (select account from seen where account is not null)
