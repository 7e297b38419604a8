-- No answer is broken down by tenure.
create or replace temp view beginning as select null::integer as member, null::date as origin_on where false;
