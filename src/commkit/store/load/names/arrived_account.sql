insert into arrived_account
select arrived.account_ref, known.account, known.key
from incoming as arrived
join raw.account as known using (key)
