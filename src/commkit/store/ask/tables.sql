-- Which kinds of fact there are: what a question may need. As columns of one row they take twice as long to plan.
select 'messages' as kind, exists (select 1 from raw.message) as is_told
union all
select 'orders', exists (select 1 from raw.purchase) or exists (select 1 from raw.refund)
union all
select 'events', exists (select 1 from raw.event)
union all
select 'shares', exists (select 1 from raw.event where name = 'share')
union all
select 'attendances', exists (select 1 from raw.event where name = 'attend')
union all
select 'impressions', exists (select 1 from raw.event where name = 'impression')
union all
select 'clicks', exists (select 1 from raw.event where name = 'click')
union all
select 'visits', exists (select 1 from raw.event where name = 'visit')
union all
select 'registrations', exists (select 1 from raw.event where name = 'register')
union all
select 'referrals', exists (select 1 from raw.referral) or exists (select 1 from raw.membership where inviter is not null)
union all
select 'roster', exists (select 1 from raw.membership)
union all
select 'members', exists (select 1 from raw.message) or exists (select 1 from raw.membership)
union all
select 'joins', exists (select 1 from raw.membership where change = 'join')
union all
select 'leaves', exists (select 1 from raw.membership where change <> 'join')
union all
select 'replies', exists (select 1 from raw.message where reply_to is not null)
union all
select 'reactions', exists (select 1 from raw.interaction where kind = 'reaction')
union all
select 'staff', exists (select 1 from raw.account where is_staff)
union all
select 'surveys', exists (select 1 from raw.survey)
union all
select 'labels', exists (select 1 from raw.label where dimension <> 'segment' and not starts_with(dimension, 'plan:'))
union all
select 'cases', exists (select 1 from raw.case)
union all
select 'tickets', exists (select 1 from raw.case where kind = 'ticket')
union all
select 'complaints', exists (select 1 from raw.case where kind = 'complaint')
union all
select 'disputes', exists (select 1 from raw.case where kind = 'dispute')
union all
select 'incidents', exists (select 1 from raw.case where kind = 'incident')
union all
select 'suggestions', exists (select 1 from raw.case where kind = 'suggestion')
union all
select 'tasks', exists (select 1 from raw.case where kind = 'task')
union all
select 'decisions', exists (select 1 from raw.case where kind = 'decision')
union all
select 'costs', exists (select 1 from raw.ledger where flow = 'out' and scenario = 'actual')
union all
select 'income', exists (select 1 from raw.ledger where flow = 'in' and scenario = 'actual')
union all
select 'budgets', exists (select 1 from raw.ledger where scenario = 'budget')
union all
select 'mentions', exists (select 1 from raw.mention)
union all
select 'points', exists (select 1 from raw.points)
union all
select 'daily_counts', exists (select 1 from raw.daily_count)
