-- Groups that an export described before this load; to describe them again is a duplicate.
create or replace temp table stated_before as
select key from raw.talk_group where is_stated
