-- What is known of each account, and of each person once all of their accounts are taken together: in a list of members,
-- the day of joining, the channel, and at least one label.
with held as (
    select person.account, person.member
    from person
    join member using (member)
),
told as (
    select said.account, unnest(['roster', 'joining_day', 'channel']) as field,
        unnest([not list_contains(load.lacks, 'roster'), said.joined_at is not null, said.channel is not null]) as is_known
    from raw.profile as said
    join raw.load as load using (load_id)
    union all
    select account, 'joining_day', true from raw.membership where change = 'join'
    union all
    select account, 'label', is_descriptive(dimension)
    from raw.label
    where account is not null and is_in_force(valid_from, valid_until) and coalesce(said_by <> 'check', true)
),
known as (
    select told.field, count(distinct held.account) as account_fields, count(distinct held.member) as member_fields
    from told
    join held using (account)
    where told.is_known
    group by told.field
),
size as (select count(*) as of_accounts, count(distinct member) as of_members from held)
select
    field.field, coalesce(known.account_fields, 0) as known_accounts, size.of_accounts,
    rate(coalesce(known.account_fields, 0), size.of_accounts) as known_accounts_rate,
    coalesce(known.member_fields, 0) as known_members, size.of_members,
    rate(coalesce(known.member_fields, 0), size.of_members) as known_members_rate
from (select unnest(['roster', 'joining_day', 'channel', 'label']) as field, unnest(range(4)) as nth) as field
cross join size
left join known on known.field = field.field
order by field.nth
