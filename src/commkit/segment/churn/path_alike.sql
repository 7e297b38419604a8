-- Those whose end is asked about, and of each day of it those who stayed and were alike: on the same platform, there for a
-- like time, and active on about as many of the 90 days before the days that are looked at. Who fell silent is set beside
-- those who were active in the same week and were back in time.
with asked as (
    select unnest($members::integer[]) as member, unnest($indexes::date[]) as index_on, unnest($lasts::date[]) as last_on
),
index_day as (select distinct index_on from asked),
active_day as (
    select
        member, day, lead(day) over (partition by member order by day) as next_on,
        count(*) over (partition by member order by day range between interval 89 days preceding and current row)
            as recent_days
    from (select distinct member, day from life_day where is_active)
),
stayed as (
    select distinct index_day.index_on, stay.member, index_day.index_on - 1 as last_on
    from sliced_stay as stay
    join index_day on coalesce(stay.came_on < index_day.index_on, true)
        and coalesce(stay.left_on > index_day.index_on + $silent::integer, true)
    where stay.tells_leaves and $ending = 'leave'
),
near as (
    select index_on, unnest(generate_series(index_on - $quiet::integer - 1, index_on - 1, interval 1 day))::date as day
    from index_day
),
back as (
    select near.index_on, did.member, max(did.day) as last_on
    from active_day as did
    join near using (day)
    where $ending = 'silence'
    group by all
),
returned as (
    select back.index_on, back.member, back.last_on
    from back
    join active_day as did on did.member = back.member and did.day = back.last_on
    where did.next_on <= did.day + $silent::integer and ($everybody or did.recent_days >= 5)
),
looked as (
    select index_on, member, last_on, true as is_asked from asked
    union all
    select *, false from (from stayed union all from returned) as found
    where not exists (select 1 from asked where asked.member = found.member and asked.index_on = found.index_on)
),
early as (
    select
        index_on,
        unnest(
            generate_series(index_on - $days::integer - 90, index_on - $days::integer - 1, interval 1 day)
        )::date as day
    from index_day
),
earlier as (
    select early.index_on, did.member, count(*) as active_days
    from active_day as did
    join early using (day)
    group by all
),
described as (
    select
        looked.*, everyone.handle, everyone.platform, coalesce(tenure(looked.index_on - origin.origin_on), 'unknown') as stay_band,
        case
            when earlier.active_days is null then 0 when earlier.active_days = 1 then 1 when earlier.active_days < 5 then 2
            when earlier.active_days < 12 then 3 else 4
        end as active_band,
        sha256($seed || ' ' || everyone.key || ' ' || looked.index_on) as place
    from looked
    join everyone using (member)
    left join origin using (member)
    left join earlier on earlier.member = looked.member and earlier.index_on = looked.index_on
),
weighed as (
    select
        *, count(*) filter (is_asked) over alike as asked_members,
        row_number() over (partition by index_on, platform, stay_band, active_band, is_asked order by place) as nth
    from described
    window alike as (partition by index_on, platform, stay_band, active_band)
)
select member, handle, is_asked, index_on, last_on, platform || '/' || stay_band || '/' || active_band as likeness
from weighed
where asked_members > 0 and nth <= case when is_asked then nth else $most::integer * asked_members end
order by index_on, likeness, is_asked desc, place, handle
