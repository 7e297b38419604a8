update raw.interaction as target
set sender = person.account
from stage.interaction as said
join arrived_account as person on person.account_ref = said.sender_ref
where said.bridge_ref is not null and target.key = said.key and target.sender <> person.account
