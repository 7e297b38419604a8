-- The days of one share, and the UTC instants between which they lie.
create or replace temp table rolled_day as
select unnest($days::date[]) as day
