-- Which kinds of fact there are: what a question may need.
select
    exists (select 1 from raw.message) as messages,
    exists (select 1 from raw.purchase) or exists (select 1 from raw.refund) as orders,
    exists (select 1 from raw.event) as events,
    exists (select 1 from raw.event where name = 'share') as shares,
    exists (select 1 from raw.event where name = 'attend') as attendances,
    exists (select 1 from raw.event where name = 'impression') as impressions,
    exists (select 1 from raw.event where name = 'click') as clicks,
    exists (select 1 from raw.event where name = 'visit') as visits,
    exists (select 1 from raw.event where name = 'register') as registrations,
    exists (select 1 from raw.referral) or exists (select 1 from raw.membership where inviter is not null) as referrals,
    exists (select 1 from raw.membership) as roster,
    exists (select 1 from raw.message) or exists (select 1 from raw.membership) as members,
    exists (select 1 from raw.membership where change = 'join') as joins,
    exists (select 1 from raw.membership where change <> 'join') as leaves,
    exists (select 1 from raw.message where reply_to is not null) as replies,
    exists (select 1 from raw.interaction where kind = 'reaction') as reactions,
    exists (select 1 from raw.account where is_staff) as staff
