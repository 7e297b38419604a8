-- The same for the largest groups and the members who are in them now; and of all groups, how many people are in several.
with here as materialized (
    select distinct member, place
    from stay
    where place is not null and coalesce(came_on <= getvariable('as_of_on')::date, true)
        and coalesce(left_on > getvariable('as_of_on')::date, true)
),
everywhere as (
    select
        count(*) as members, coalesce(sum(groups), 0)::bigint as memberships,
        count(*) filter (groups > 1) as several_groups_members
    from (select member, count(*) as groups from here group by member)
),
size as (select place, count(*) as of_members from here group by place order by of_members desc, place limit $most),
shared as (
    select one.place, other.place as other_place, count(*) as shared_members
    from here as one
    join here as other using (member)
    where one.place in (select place from size) and other.place in (select place from size)
    group by all
)
select
    size.place as group, other.place as other_group, coalesce(shared.shared_members, 0) as shared_members,
    size.of_members, rate(coalesce(shared.shared_members, 0), size.of_members) as shared_rate, everywhere.*,
    (select count(distinct place) from here) as groups
from size
cross join size as other
cross join everywhere
left join shared on shared.place = size.place and shared.other_place = other.place
order by size.of_members desc, size.place, other.of_members desc, other.place
