select
    slice, starts_on, member, any_value(state) as state,
    case when bool_or(is_first) then 'yes' when any_value(state) is not null then 'no' end as first_activity,
    max(left_on) as left_on
from life_state
group by slice, starts_on, member
having any_value(state) is not null or max(left_on) is not null
