with said as (
    select name, day, value, day >= $starts_on as is_now
    from raw.daily_count
    where day between $before_on and $ends_on
),
counted as (
    select
        name, count(distinct day) filter (is_now) as days, count(*) filter (is_now) as entries,
        avg(value) filter (is_now)::double as mean_value, avg(value) filter (not is_now)::double as previous_mean_value
    from said
    group by name
)
select
    name, days, entries, mean_value, previous_mean_value,
    100 * (mean_value - previous_mean_value) / nullif(abs(previous_mean_value), 0) as change_percent
from counted
where entries > 0
order by name
