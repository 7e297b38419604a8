-- Groups of which nothing is left.
delete from raw.talk_group
where group_id not in (
    select group_id from raw.message where group_id is not null
    union select group_id from raw.profile where group_id is not null
    union select group_id from raw.membership where group_id is not null
    union select group_id from raw.interaction where group_id is not null
    union select group_id from raw.survey where group_id is not null
    union select group_id from raw.ticket where group_id is not null
    union select group_id from raw.daily_count where group_id is not null
) and load_id = $load_id
