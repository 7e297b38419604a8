-- An export that does not say when it was made counts as made at the time of its last record; what is planned aside. Where
-- names do not last, no two exports were made at the same moment, so that one export's names and words hold for all its
-- records, in whichever order it is loaded. A part of a second tells them apart: the one with more edits and deletions (the
-- last three digits of their number) is the later one; of equals, their bytes decide.
insert into stage.load
select
    $load_id, $digest, $file, $folder, $source, $platform, $lacks,
    coalesce(
        $observed_at,
        greatest(
            (
                select max(happened_at)
                from stage.dated
                where load_id = $load_id and kind not in ('joins', 'leaves', 'reactions', 'referrals', 'budgets')
            ),
            (select max(greatest(joined_at, left_at)) from stage.profile where load_id = $load_id)
        ),
        timestamp '1970-01-01'
    )
    + case
        when list_contains($lacks, 'lasting_names') then to_microseconds(
            (
                select count(*) % 1000 * 1000
                from stage.message
                where load_id = $load_id and (kind = 'deleted' or flags & 1 = 1)
            ) + ('0x' || left($digest, 8))::bigint % 1000
        )
        else interval 0 second
    end,
    $covers_until, $bridges
