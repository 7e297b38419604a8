set variable rolled_until = (
    select timezone('UTC', timezone(getvariable('tz'), (max(day) + 1)::timestamp)) from rolled_day
)
