-- On how many of the span's last 28 days each member at its end was active.
with closing as (select max(starts_on) as starts_on, max(last_day.day) as last_on from calendar cross join (
    select least(getvariable('until_on')::date, getvariable('as_of_on')::date) as day
) as last_day),
done as (
    select member, case when getvariable('slice_by') = 'group' then slice end as place, count(distinct day) as active_days
    from member_day
    where is_active and day > (select last_on from closing) - 28
    group by all
),
there as (
    select present.slice, coalesce(done.active_days, 0) as active_days
    from present
    join closing using (starts_on)
    left join done on done.member = present.member and (done.place is null or done.place = present.slice)
),
counted as (select slice, active_days, count(*) as members from there group by all),
cell as (
    select slice.slice, number.active_days, count(*) over (partition by slice.slice) as cells
    from (select distinct slice from there) as slice
    cross join (select unnest(range(29)) as active_days) as number
),
summed as (
    select
        cell.slice, cell.active_days, coalesce(counted.members, 0) as members,
        (sum(coalesce(counted.members, 0)) over (partition by cell.slice order by cell.active_days desc))::bigint
            as at_least_members,
        (sum(coalesce(counted.members, 0)) over (partition by cell.slice))::bigint as of_members
    from cell
    left join counted on counted.slice is not distinct from cell.slice and counted.active_days = cell.active_days
)
select
    slice, active_days, members, rate(members, of_members) as member_rate, at_least_members,
    rate(at_least_members, of_members) as at_least_rate, of_members
from summed
order by slice, active_days
