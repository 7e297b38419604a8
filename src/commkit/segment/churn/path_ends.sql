-- Who left by themselves, or fell silent after a day of activity, and when: every such end of the span whose silence is known to
-- have lasted. What ends counts from `ended_on`; what happened is looked at up to `until_local`. Whoever left while silent
-- did not fall silent.
with active_day as (
    select
        member, day, lead(day) over (partition by member order by day) as next_on,
        count(*) over (partition by member order by day range between interval 89 days preceding and current row)
            as recent_days
    from (select distinct member, day from life_day where is_active and $ending = 'silence')
),
silent as (
    select active_day.member, active_day.day as last_on, active_day.day + 1 as ended_on
    from active_day
    where (active_day.next_on is null or active_day.next_on > active_day.day + $silent::integer)
        and active_day.day + $silent::integer <= known_on() and ($everybody or active_day.recent_days >= 5)
        and not exists (
            select 1
            from stay
            where stay.member = active_day.member
                and stay.left_on between active_day.day and active_day.day + $silent::integer
        )
),
gone as (
    select sliced_stay.member, sliced_stay.left_on, max(turning.happened_local) as left_local
    from sliced_stay
    left join turning on turning.member = sliced_stay.member and turning.day = sliced_stay.left_on and turning.change <> 'join'
    where sliced_stay.left_how = 'leave' and sliced_stay.tells_leaves and sliced_stay.left_on <= known_on() and $ending = 'leave'
    group by all
),
ended as (
    select
        member, last_on, ended_on, ended_on + $quiet::integer as index_on, (ended_on + $quiet::integer)::timestamp as until_local
    from silent
    union all
    select member, left_on - 1, left_on, left_on, coalesce(left_local, left_on::timestamp) from gone
),
lately as (
    select ended.member, ended.ended_on, count(distinct did.day) as recent_days
    from ended
    join life_day as did on did.member = ended.member and did.is_active
        and did.day between ended.ended_on - 90 and ended.ended_on - 1
    group by all
)
select
    slice_of(
        null::varchar, member.platform, member.channel, member.trait, null::date, null::varchar, null::varchar, null::date
    ) as slice,
    ended.member, everyone.handle, everyone.platform, ended.last_on, ended.ended_on, ended.index_on, ended.until_local,
    ended.ended_on - origin.origin_on as tenure_days, coalesce(lately.recent_days, 0) as recent_days
from ended
join everyone using (member)
join member using (member)
left join origin using (member)
left join lately on lately.member = ended.member and lately.ended_on = ended.ended_on
where coalesce(ended.ended_on >= $since::date, true)
order by ended.ended_on, everyone.handle
