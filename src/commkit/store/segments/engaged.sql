-- How many of these members are in a plan that is still open after a day.
select count(distinct account.handle)
from raw.label as said
join raw.account as account using (account)
join incoming on incoming.handle = account.handle
where starts_with(said.dimension, 'plan:') and local(said.valid_until)::date > $opens_on::date
