with counted as (
    select
        name, count(distinct day) filter (day >= $starts_on) as days, count(*) filter (day >= $starts_on) as entries,
        avg(value) filter (day >= $starts_on)::double as mean_value,
        -- A count that begins within the period before covers a part of it alone.
        case
            when min(day) <= $before_on then avg(value) filter (day >= $before_on and day < $starts_on)::double
        end as previous_mean_value
    from raw.daily_count
    where day <= $ends_on
    group by name
)
select
    name, days, entries, mean_value, previous_mean_value,
    100 * (mean_value - previous_mean_value) / nullif(abs(previous_mean_value), 0) as change_percent
from counted
where entries > 0
order by name
