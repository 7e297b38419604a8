-- Two keys that begin alike get the shortest handles, of 9 characters or more, that tell them apart.
update raw.account as target
set handle = left(key, 13)
where left(key, 8) in (select left(key, 8) from raw.account group by 1 having count(*) > 1)
