insert into private.file
select handle, name
from incoming as arrived
where not exists (select 1 from private.file as known where known.handle = arrived.handle and known.name = arrived.name)
