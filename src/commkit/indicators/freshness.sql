-- Measured as of the answer, not per period: the last period stands for it. Loads belong to no slice.
with spoken as (select slice, max(sent_at) as last_at, count(*) as messages from message group by slice),
slice as (select slice from spoken union select null)
select
    slice.slice, (select max(starts_on) from calendar) as starts_on,
    epoch(coalesce(getvariable('now_at')::timestamp, ends_at(getvariable('as_of_on')::date)) - spoken.last_at) / 3600
        as hours_since_last_message,
    coalesce(spoken.messages, 0) as messages, case when slice.slice is null then loaded.records end as of_records,
    case when slice.slice is null then loaded.rejected end as rejected_records
from slice
cross join loaded
left join spoken on spoken.slice is not distinct from slice.slice
order by slice.slice
