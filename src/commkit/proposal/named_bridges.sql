-- The bots whose names say that they carry what people say elsewhere.
select distinct account.handle
from raw.account as account
join private.name as known on known.key = account.key
where account.is_bot and regexp_matches(lower(known.name), 'bridge|relay|桥接')
order by account.handle
