-- The platforms of the members whom orders, events and other records beside chats name. A platform of which they name nobody
-- is one that they do not tell of.
with said as (
    select 'orders' as kind, null::varchar as name, account from raw.purchase_line
    union
    select 'events', name, account from raw.event
    union
    select 'referrals', null, inviter from raw.referral
    union
    select 'referrals', null, invitee from raw.referral
    union
    select 'surveys', null, account from raw.survey
    union
    select 'labels', null, account from raw.label
    union
    select 'cases', kind, account from raw.case
    union
    select 'points', null, account from raw.points
)
select distinct said.kind, said.name, member.platform
from said
join person using (account)
join member using (member)
