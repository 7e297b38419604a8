-- No answer is broken down by tenure.
create or replace temp view birth as select null::integer as member, null::date as origin_on where false;
