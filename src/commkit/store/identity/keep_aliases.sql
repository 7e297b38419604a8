insert into private.alias
select distinct one.key, other.key, said.how, said.happened_on
from stage.alias as said
join incoming as one using (account_ref)
join incoming as other on other.account_ref = said.other_ref
except
select key, other, how, happened_on from private.alias
