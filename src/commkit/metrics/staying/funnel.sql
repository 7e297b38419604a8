-- What members do from their first entry on; with one entry per member, only within its window.
with entered as (
    select member, min(happened_at) as first_at, max(happened_at) as last_at
    from deed
    where list_contains($entering, name) and is_in_span
    group by member
)
select
    deed.member, epoch_us(deed.happened_at) as happened_us, list_position($names, deed.name)::utinyint - 1 as place,
    list_contains($entering, deed.name) and deed.is_in_span as is_entry,
    deed.happened_at + to_microseconds($window_us)
        <= ends_at(known_on()) as is_over,
    deed.slice
from deed
join entered using (member)
where list_contains($names, deed.name)
    and deed.happened_at >= entered.first_at - to_microseconds($grace_us)
    and deed.happened_at <= case when $is_single then entered.first_at else entered.last_at end
        + to_microseconds($window_us)
order by deed.member, deed.happened_at, deed.slice
