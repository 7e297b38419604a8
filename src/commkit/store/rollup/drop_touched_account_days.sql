delete from raw.account_day where day in (select day from touched_day)
