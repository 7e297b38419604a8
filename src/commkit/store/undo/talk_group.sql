-- Remove groups that no load names any more.
delete from raw.talk_group where group_id not in (select group_id from raw.group_told)
