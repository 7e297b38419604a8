-- Which kinds of fact there are: what a question may need.
select
    exists (select 1 from raw.message) as messages,
    exists (select 1 from raw.purchase) or exists (select 1 from raw.refund) as orders,
    exists (select 1 from raw.event) as events,
    exists (select 1 from raw.referral) as referrals,
    exists (select 1 from raw.membership) as roster,
    exists (select 1 from raw.interaction) as reactions
