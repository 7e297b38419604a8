-- Where no group is asked about, what was done in all of them together is read, which is less. People reached cannot be
-- summed over groups.
create or replace temp view rollup as
select
    account, null::integer as group_id, day, messages, replies_sent, replies_received, reactions_sent,
    reactions_received, null::integer as people_reached, purchases, amount, events
from raw.account_day;
