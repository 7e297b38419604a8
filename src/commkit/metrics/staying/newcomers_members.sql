select
    slice, starts_on, member, came_on as joined_on, outcome(is_week_over, has_spoken) as spoke,
    first_on - came_on as first_message_days, outcome(is_fortnight_over, is_second_week) as second_week,
    case when tells_leaves then outcome(is_week_over, has_left) end as left_early, left_on
from settling
