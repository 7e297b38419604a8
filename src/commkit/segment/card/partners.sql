-- With whom a member exchanged most replies, reactions and mentions, given and drawn.
with exchange as (
    select tie.giver as other, tie.kind
    from tie
    join everyone as one on one.member = tie.member and one.handle = $handle
    union all
    select tie.member, tie.kind
    from tie
    join everyone as one on one.member = tie.giver and one.handle = $handle
)
select
    other.handle, other.is_staff, count(*)::bigint as exchanges,
    count(*) filter (exchange.kind = 'reply')::bigint as replies,
    count(*) filter (exchange.kind = 'reaction')::bigint as reactions,
    count(*) filter (exchange.kind in ('mention', 'quote'))::bigint as mentions
from exchange
join everyone as other on other.member = exchange.other and other.left_out_for is null and not other.is_bot
group by other.handle, other.is_staff
order by exchanges desc, other.handle
limit $most
