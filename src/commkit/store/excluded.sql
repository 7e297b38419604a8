-- Who and what an answer leaves out.
select
    (select count(*) from everyone where is_bot) as bots,
    (select count(*) from everyone where is_staff and not counts and not is_bot) as staff,
    (select count(*) from raw.purchase where account is null) + (select count(*) from raw.refund where account is null)
        as anonymous_orders,
    coalesce((select sum(lines) from raw.purchase where account is null), 0)::bigint
    + coalesce((select sum(lines) from raw.refund where account is null), 0)::bigint as anonymous_order_lines
