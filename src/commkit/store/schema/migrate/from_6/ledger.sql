-- A cost is what was paid, on a day of the community's calendar.
insert into new.raw.ledger by name
select * exclude (spent_at), local(spent_at)::date as day, 'out' as flow, 'actual' as scenario
from old.raw.cost
