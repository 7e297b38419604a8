-- A message whose words changed between two exports is the one that the other export has in its place: at the same moment of
-- the same group each has a message that the other has not, and one of the two was edited, deleted, or names somebody as the
-- phone does. The staged one takes the key of the other.
update stage.message as target
set key = pair.key
from (
    with own as (
        select
            rowid as row, group_ref, sent_at, key, case when $by_author then author_ref end as author_ref,
            may_change(kind, flags) as is_loose
        from stage.message
        where load_id = $load_id and kind <> 'system' and not has_id
    ),
    fresh as (
        select *, row_number() over (partition by group_ref, sent_at, author_ref order by is_loose desc, key) as ordinal
        from own
        where not exists (select 1 from told_before as told where told.key = own.key)
    ),
    gone as (
        select
            group_ref, sent_at, key, min(case when $by_author then author_ref end) as author_ref, bool_or(is_loose) as is_loose
        from told_before as told
        where not exists (select 1 from own where own.key = told.key)
        group by group_ref, sent_at, key
    ),
    numbered as (
        select *, row_number() over (partition by group_ref, sent_at, author_ref order by is_loose, key) as ordinal from gone
    )
    select fresh.row, numbered.key
    from fresh
    join numbered using (group_ref, sent_at, ordinal)
    where (fresh.is_loose or numbered.is_loose) and numbered.author_ref is not distinct from fresh.author_ref
) as pair
where target.rowid = pair.row
