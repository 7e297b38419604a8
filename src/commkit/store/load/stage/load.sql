-- An export that does not say when it was made counts as made at the time of its last record.
insert into stage.load
select
    $load_id, $digest, $file, $folder, $source, $platform, $lacks,
    coalesce(
        $observed_at,
        greatest(
            (select max(sent_at) from stage.message where load_id = $load_id),
            (select max(ordered_at) from stage.purchase_line where load_id = $load_id),
            (select max(happened_at) from stage.event where load_id = $load_id),
            (select max(greatest(joined_at, left_at)) from stage.profile where load_id = $load_id),
            (select max(answered_at) from stage.survey where load_id = $load_id),
            (select max(starts_at) from stage.campaign where load_id = $load_id),
            (select max(spent_at) from stage.cost where load_id = $load_id),
            (select max(greatest(opened_at, answered_at, closed_at)) from stage.ticket where load_id = $load_id),
            (select max(labelled_at) from stage.content_label where load_id = $load_id),
            (select max(day)::timestamp from stage.daily_count where load_id = $load_id)
        ),
        timestamp '1970-01-01'
    ),
    $covers_until, $bridges
