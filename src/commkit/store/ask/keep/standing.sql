-- No answer is broken down by segment.
create or replace temp view standing as
select null::date as starts_on, null::integer as member, null::varchar as segment, null::varchar as level where false;
