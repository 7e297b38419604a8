insert into private.person
select key, split_part(account_ref, chr(31), 1), split_part(account_ref, chr(31), 2)
from incoming as arrived
where not exists (select 1 from private.person as known where known.key = arrived.key)
