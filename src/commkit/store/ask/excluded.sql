-- Who and what an answer leaves out.
with bot as (
    select person.member, bool_and(account.bot_by in ('by_the_clock', 'at_intervals')) as is_found
    from person
    join raw.account as account using (account)
    where account.is_bot
    group by person.member
)
select
    (select count(*) from bot where not is_found) as bots,
    (select count(*) from bot where is_found) as bots_by_behaviour,
    (select count(*) from everyone where is_staff and not counts and not is_bot) as staff,
    (select count(*) from raw.purchase where account is null) + (select count(*) from raw.refund where account is null)
        as anonymous_orders,
    coalesce((select sum(lines) from raw.purchase where account is null), 0)::bigint
    + coalesce((select sum(lines) from raw.refund where account is null), 0)::bigint as anonymous_order_lines
