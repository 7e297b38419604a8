select
    slice, starts_on, member, first_on as first_order_on, second_on as second_order_on, gap_days as between_days,
    outcome(known_days >= 90, coalesce(gap_days <= 90, false)) as repeat90
from first_time_buyer
