-- Of everything that was loaded, as of now: the last period stands for it, and no slice has a part of its own.
select
    null::varchar as slice, (select max(starts_on) from calendar) as starts_on, records, orders, named_orders, replies,
    sound_replies, records - rejected as valid_records, records - repeated as new_records
from soundness
