with known as (
    select least(getvariable('as_of_on')::date, getvariable('until_on')::date) as last_on
),
log as (select min(day) as first_on from life_day where messages > 0),
talk_day as (
    select slice, day, sum(messages)::bigint as messages
    from life_day
    cross join known
    where messages > 0 and day <= known.last_on
    group by all
),
rolling as (
    select
        slice, day,
        sum(messages) over (partition by slice order by day range between interval 27 days preceding and current row)
            as messages
    from talk_day
),
peak as (select slice, max(messages)::bigint as peak_messages from rolling group by slice),
born as (select slice, min(day) as first_on, max(day) as last_on from talk_day group by slice),
spoken as (
    select
        born.slice, any_value(born.first_on) as first_on, any_value(born.last_on) as last_on,
        coalesce(sum(messages) filter (day > known.last_on - 28), 0)::bigint as messages,
        coalesce(sum(messages) filter (day > known.last_on - 56 and day <= known.last_on - 28), 0)::bigint
            as previous_messages,
        coalesce(sum(messages) filter (day < first_on + 30), 0)::bigint as first_messages,
        coalesce(sum(messages) filter (day >= first_on + 60 and day < first_on + 90), 0)::bigint as kept_messages
    from talk_day
    join born using (slice)
    cross join known
    group by born.slice
),
settled as (
    select
        place as slice, count(*) filter (is_here) as members, count(*) filter (is_here and is_active) as active_members,
        count(*) filter (is_here and came_on is null) as undated_members,
        count(*) filter (came_on > known.last_on - 28 and came_on <= known.last_on)
            - count(*) filter (left_on > known.last_on - 28 and left_on <= known.last_on) as net_members
    from group_stay
    cross join known
    group by place
),
counted as (
    select
        place.name as slice, coalesce(settled.members, 0) as of_members,
        coalesce(settled.undated_members, 0) as undated_members,
        case when place.tells_joins and place.tells_leaves then coalesce(settled.net_members, 0) end as net_members,
        coalesce(settled.active_members, 0) as active_members, coalesce(spoken.messages, 0) as messages,
        coalesce(spoken.previous_messages, 0) as previous_messages, coalesce(peak.peak_messages, 0) as peak_messages,
        spoken.first_on, spoken.last_on, known.last_on - spoken.last_on as silent_days,
        known.last_on - spoken.first_on + 1 as age_days,
        -- A group that talks in the log's first week may have begun before it; and its ninety days must be over.
        spoken.first_on >= log.first_on + 7 and spoken.first_on + 90 <= known.last_on + 1 as is_followed,
        spoken.first_messages, spoken.kept_messages
    from place
    cross join known
    cross join log
    left join settled on settled.slice = place.name
    left join spoken on spoken.slice = place.name
    left join peak on peak.slice = place.name
)
select
    slice,
    -- Fewer than thirty below either rate make it uncertain.
    case when of_members < 30 or (is_followed and first_messages < 30) then 'low_n' else 'complete' end as status,
    case
        when silent_days is null or silent_days >= $quiet_days then 'zombie'
        when age_days < 56 then 'forming'
        when 2 * messages <= peak_messages then 'declining'
        when messages >= 1.2 * previous_messages then 'growing'
        else 'mature'
    end as stage,
    of_members, undated_members, net_members, active_members, rate(active_members, of_members) as active_rate, messages,
    previous_messages, peak_messages, first_on, last_on,
    case when is_followed then first_messages end as of_first_messages,
    case when is_followed then kept_messages end as kept_messages,
    case when is_followed then rate(kept_messages, first_messages) end as kept_rate
from counted
order by messages desc, slice
