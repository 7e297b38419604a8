-- Where nobody is known as staff, how much staff wrote is not known; nor where only some members are asked about, or in what
-- staff have no part: a channel, a tenure, a layer.
with said as (
    select slice, period_start(day) as starts_on, sum(messages) as messages
    from member_day
    join everyone using (member)
    where not everyone.is_staff
    group by all
),
staff_said as (
    select slice, period_start(sent_local::date) as starts_on, count(*) as messages from staff_message group by all
),
told as (
    select
        coalesce(getvariable('slice_by') in ('group', 'platform'), true) and not is_of_some()
        and exists (select 1 from everyone where is_staff and not is_bot) as is_told
),
slice as (select slice from said union select slice from staff_said)
select
    slice.slice, calendar.starts_on,
    case when told.is_told then coalesce(staff_said.messages, 0)::bigint end as staff_messages,
    (coalesce(staff_said.messages, 0) + coalesce(said.messages, 0))::bigint as of_all_messages
from calendar
cross join slice
cross join told
left join said on said.slice is not distinct from slice.slice and said.starts_on = calendar.starts_on
left join staff_said on staff_said.slice is not distinct from slice.slice and staff_said.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
