delete from raw.member_day where day in (select day from touched_day)
