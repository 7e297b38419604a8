set variable rolled_from = (
    select timezone('UTC', timezone(getvariable('tz'), min(day)::timestamp)) from rolled_day
)
