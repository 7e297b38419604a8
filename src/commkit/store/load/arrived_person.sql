insert into arrived_person
select arrived.account_ref, known.account, known.key
from incoming as arrived
join raw.account as known using (key)
