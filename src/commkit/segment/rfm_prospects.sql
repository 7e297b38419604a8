-- Members who are there as the span ends and had never ordered by then.
with known as (select least(getvariable('until_on')::date, getvariable('as_of_on')::date) as last_on)
select
    slice_of(null, member.platform, member.channel, member.trait, origin.origin_on, standing.segment, standing.level, known.last_on) as slice,
    count(distinct stay.member) as members
from stay
cross join known
join member using (member)
left join buyer on buyer.member = stay.member and buyer.first_on <= known.last_on
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = stay.member
left join standing on reads_standing() and standing.member = stay.member
    and standing.starts_on = period_start(known.last_on)
where buyer.member is null and coalesce(stay.came_on <= known.last_on, true)
    and coalesce(stay.left_on > known.last_on, true)
group by all
order by slice
