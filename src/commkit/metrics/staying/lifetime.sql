-- How many members' first stays ended after each number of days, the day of coming included, and how many were seen for
-- that long without an end; also how many cannot be told: they were there before the log begins, came too lately, or no
-- export can tell that they leave, or what they did. A silence is known only once it has lasted, so it is watched that much
-- shorter.
with log as (select platform, min(starts_on) as first_on from log_start group by platform),
come as (from first_stay where came_on is not null and in_span(came_on)),
-- The day of coming, and every active day of the stay, with the one after it.
active_day as (
    select member, place, day, lead(day) over (partition by member, place order by day) as next_on
    from (
        select member, place, came_on as day from come where $ending = 'silence'
        union
        select come.member, come.place, life_day.day
        from come
        join life_day on life_day.member = come.member
            and case when getvariable('slice_by') = 'group' then slice_base(life_day.slice) end is not distinct from come.place
            and life_day.day between come.came_on and coalesce(come.left_on, date '9999-12-31')
        where $ending = 'silence' and life_day.is_active
    )
),
first_silence as (
    select member, place, min(day) as after_on
    from active_day
    where next_on is null or next_on > day + $silent::integer
    group by all
),
followed as (
    select
        come.slice, come.came_on,
        case when $ending = 'leave' then not come.tells_leaves else log.first_on is null end as is_untold,
        come.is_earlier or ($ending = 'silence' and coalesce(come.came_on < log.first_on, false)) as is_earlier,
        case
            when $ending = 'silence' then first_silence.after_on
            when come.left_how = 'leave' then come.left_on
        end as ended_on,
        case
            when $ending = 'silence' then least(known_on(), come.left_on) - $silent
            else least(known_on(), case when come.left_how <> 'leave' then come.left_on end)
        end as until_on
    from come
    join member using (member)
    left join log on log.platform is not distinct from
        case when getvariable('active_by') in ('bought', 'event') then null else member.platform end
    left join first_silence on first_silence.member = come.member and first_silence.place is not distinct from come.place
),
lived as (
    select
        slice, is_untold, is_earlier and not is_untold as is_earlier,
        until_on < came_on and not is_earlier and not is_untold as is_late,
        coalesce(ended_on <= until_on, false) as is_over,
        case
            when not is_untold and not is_earlier and came_on <= until_on
            then least(coalesce(ended_on, until_on), until_on) - came_on + 1
        end as days
    from followed
)
select
    slice, days::integer as days, count(*) filter (days is not null and is_over) as ended_members,
    count(*) filter (days is not null and not is_over) as staying_members,
    count(*) filter (is_earlier) as earlier_members, count(*) filter (is_late) as late_members,
    count(*) filter (is_untold) as untold_members
from lived
group by all
order by slice, days
