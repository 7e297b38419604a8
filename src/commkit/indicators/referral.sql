with invited as (
    select
        invitation.slice, period_start(invitation.invited_on) as starts_on, invitation.member,
        invitation.invited_on + 7 <= known_on() + 1 as is_over,
        coalesce(bool_or(life_day.is_active), false) as is_activated
    from invitation
    left join life_day on life_day.member = invitation.member
        and life_day.day between invitation.invited_on and invitation.invited_on + 6
    where in_span(invitation.invited_on)
    group by all
),
invitee as (
    select
        slice, starts_on, count(*) as invitees, count(*) filter (not is_over) as pending,
        count(*) filter (is_over) as of_invitees, count(*) filter (is_over and is_activated) as activated_members
    from invited
    group by all
),
joiner as (
    select
        newcomer.slice, newcomer.starts_on, count(*) as joined_members, count(invitation.member) as referred_members
    from newcomer
    left join invitation using (member)
    group by all
),
slice as (select slice from invitee union select slice from joiner)
select
    slice.slice, calendar.starts_on, coalesce(invitee.invitees, 0) as invitees,
    coalesce(invitee.pending, 0) as pending, coalesce(invitee.of_invitees, 0) as of_invitees,
    coalesce(invitee.activated_members, 0) as activated_members,
    coalesce(joiner.joined_members, 0) as joined_members, coalesce(joiner.referred_members, 0) as referred_members
from calendar
cross join slice
left join invitee on invitee.slice is not distinct from slice.slice and invitee.starts_on = calendar.starts_on
left join joiner on joiner.slice is not distinct from slice.slice and joiner.starts_on = calendar.starts_on
order by slice.slice, calendar.starts_on
