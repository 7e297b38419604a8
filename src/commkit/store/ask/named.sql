-- The platforms of the members whom orders, events and referrals name. A platform of which they name nobody is one that they
-- do not tell of.
with said as (
    select 'orders' as kind, null::varchar as name, account from raw.purchase_line
    union
    select 'events', name, account from raw.event
    union
    select 'referrals', null, inviter from raw.referral
    union
    select 'referrals', null, invitee from raw.referral
)
select distinct said.kind, said.name, member.platform
from said
join person using (account)
join member using (member)
