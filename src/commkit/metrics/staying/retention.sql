with known as (from cohort_member($birth)),
cohort as (
    select slice, starts_on, count(*) as members, bool_or(is_earlier) as is_cut_off from known group by slice, starts_on
),
bound as (select unnest($names) as name, unnest($lows) as low, unnest($highs) as high),
-- Intervals after birth in which each was active, and those at whose end each was a member.
visit as (
    select distinct
        'speaking' as root, known.slice, known.starts_on, known.member, known.place,
        interval_after(known.born_on, active_place_day.day, $by_day) as number
    from known
    join active_place_day on active_place_day.member = known.member and active_place_day.place is not distinct from known.place
        and active_place_day.day >= known.born_on
    union all
    select distinct
        'membership', slice, starts_on, member, place,
        unnest(
            range(
                case when $by_day then greatest(came_on - born_on, 0) else periods_between(born_on, greatest(came_on, born_on)) end,
                case
                    when left_on is null then 1 + (select max(coalesce(high, low)) from bound)
                    when $by_day then left_on - born_on else periods_between(born_on, left_on)
                end
            )
        )
    from (
        select known.*, stay.came_on, stay.left_on
        from known
        join stay on stay.member = known.member and stay.place is not distinct from known.place
            and coalesce(stay.left_on, date '9999-12-31') >= known.born_on
        where $with_membership
    )
),
-- What a member must reach for a cell: any interval in it; for on-or-after the last one, for a streak its length.
reached as (
    select root, slice, starts_on, member, place, number from visit where $kind in ('on', 'bracket')
    union all
    select root, slice, starts_on, member, place, max(number)
    from visit
    where $kind = 'on-or-after'
    group by all
    union all
    select root, slice, starts_on, member, place, max(number) filter (number = turn)
    from (
        select *, row_number() over (partition by root, slice, starts_on, member, place order by number) as turn
        from visit
        where number >= 1 and $kind = 'streak'
    )
    group by all
),
root as (select 'speaking' as name union all select 'membership' where $with_membership),
-- Activity counts anywhere in a span, membership at its end.
counted as (
    select root, slice, starts_on, bound.name, count(distinct (member, place)) as members
    from reached
    join bound
        on reached.number between case when reached.root = 'membership' then coalesce(bound.high, bound.low) else bound.low end
        and coalesce(bound.high, 1000000)
    group by all
),
cell as (
    select
        cohort.slice, root.name as root, cohort.starts_on, cohort.members as of_cohort_members, cohort.is_cut_off,
        bound.name as age, bound.low, coalesce(counted.members, 0) as members,
        case
            when $by_day then period_end(cohort.starts_on) - 1 + coalesce(high, low) <= known_on()
            else period_after(cohort.starts_on, coalesce(high, low) + 1) <= known_on() + 1
        end as is_over,
        case
            when $kind <> 'on-or-after' then false
            when $by_day then period_end(cohort.starts_on) - 1 + low + 28 > known_on()
            else period_after(cohort.starts_on, low + 5) > known_on() + 1
        end as is_followed_briefly
    from cohort
    cross join root
    cross join bound
    left join counted on counted.slice is not distinct from cohort.slice and counted.starts_on = cohort.starts_on
        and counted.root = root.name and counted.name = bound.name
)
select
    slice, root, starts_on, of_cohort_members, age, case when is_over then members end as retained_members,
    case when is_over then rate(members, of_cohort_members) end as retained_rate,
    case
        when not is_over then 'maturing' when is_cut_off then 'unknown_origin'
        when is_followed_briefly then 'short_follow_up' when of_cohort_members < 30 then 'low_n' else 'complete'
    end as status
from cell
order by slice, root desc, starts_on, low
