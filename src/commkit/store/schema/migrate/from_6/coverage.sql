-- Cases and ledgers are covered by name, ledgers by days of the community's calendar. So are daily counts: a load covers the
-- names of which it brought a count, on the days of those; counts that an earlier load told are that one's.
insert into new.raw.coverage by name
with daily as (
    select
        told.load_id, told.kind, said.name, told.group_id, told.is_wrong,
        coalesce(nullif(count(said.name), 0), min(told.records)) as records,
        coalesce(min(said.day)::timestamp, min(told.first_at)) as first_at, told.last_at, told.until_at
    from old.raw.coverage as told
    left join old.raw.daily_count as said on said.load_id = told.load_id and not told.is_wrong
        and said.day between told.first_at and told.last_at
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
