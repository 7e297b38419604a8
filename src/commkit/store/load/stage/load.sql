-- An export that does not say when it was made counts as made at the time of its last record; what is planned aside.
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
    ),
    $covers_until, $bridges
