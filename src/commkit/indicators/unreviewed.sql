-- The periods before which no review is known at which members stand in levels.
select starts_on
from calendar
where starts_on not in (select starts_on from standing where level is distinct from 'unknown' and starts_on is not null)
