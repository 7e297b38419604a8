-- Cases and ledgers are covered by name, ledgers by days of the community's calendar. So are daily counts: a load covers the
-- names that its source has in the load's span, since a record that an earlier load told is not its own.
insert into new.raw.coverage by name
with counted as (
    select load.source, said.name, said.day::timestamp as day
    from old.raw.daily_count as said
    join old.raw.load as load using (load_id)
),
daily as (
    select
        told.load_id, told.kind, counted.name, told.group_id, told.is_wrong,
        coalesce(nullif(count(counted.name), 0), min(told.records)) as records,
        coalesce(min(counted.day), min(told.first_at)) as first_at, told.last_at, told.until_at
    from old.raw.coverage as told
    join old.raw.load as load using (load_id)
    left join counted on counted.source = load.source and not told.is_wrong
        and counted.day between told.first_at and told.last_at
    where told.kind = 'daily_counts'
    group by all
),
others as (
    select
        * replace (
            case kind when 'tickets' then 'cases' when 'costs' then 'ledger' else kind end as kind,
            case kind when 'tickets' then 'ticket' when 'costs' then 'out' else name end as name,
            case kind when 'costs' then local(first_at)::date::timestamp else first_at end as first_at,
            case kind when 'costs' then local(last_at)::date::timestamp else last_at end as last_at
        )
    from old.raw.coverage
    where kind <> 'daily_counts'
)
select * from others
union all by name
select * from daily
