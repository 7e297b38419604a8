-- Accounts whose keys begin with the same 8 characters get handles of 13.
update raw.account as target
set handle = left(key, 13)
where left(key, 8) in (select left(key, 8) from raw.account group by 1 having count(*) > 1)
