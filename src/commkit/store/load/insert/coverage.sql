-- An export ends where it says, otherwise with the last record anywhere in it: in one archive, or in one tool's files of one
-- folder. Where a format's files are made one by one, each has its own end;
-- so have what came in and what went out, because a blank cell of a ledger tells nothing.
insert into raw.coverage
select
    told.load_id, told.kind, told.name, arrived_group.group_id, told.is_wrong, told.records, told.first_at,
    max(told.last_at) over (
        partition by
            told.is_wrong, told.kind in ('campaigns', 'budgets'),
            case when told.kind in ('ledger', 'budgets') then told.name end, load.source, load.folder,
            case when list_contains(load.lacks, 'common_end') then load.load_id end
    ),
    load.covers_until
from stage.coverage as told
join stage.load as load using (load_id)
left join arrived_group using (group_ref)
