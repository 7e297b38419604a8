-- Two keys that begin alike get handles of 13 characters.
update raw.account as target
set handle = left(key, 13)
where left(key, 8) in (select left(key, 8) from raw.account group by 1 having count(*) > 1)
