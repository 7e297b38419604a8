-- How many people are on one platform and on another, for every two platforms, and of how many on the first.
with held as (
    select distinct person.member, account.platform
    from raw.account as account
    join person using (account)
    join member using (member)
),
size as (select platform, count(*) as of_members from held group by platform),
shared as (
    select one.platform, other.platform as other_platform, count(*) as shared_members
    from held as one
    join held as other using (member)
    group by all
)
select
    size.platform, other.platform as other_platform, coalesce(shared.shared_members, 0) as shared_members,
    size.of_members, rate(coalesce(shared.shared_members, 0), size.of_members) as shared_rate
from size
cross join size as other
left join shared on shared.platform = size.platform and shared.other_platform = other.platform
order by size.of_members desc, size.platform, other.of_members desc, other.platform
