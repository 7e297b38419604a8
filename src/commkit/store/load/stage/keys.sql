-- The keys in a range. Distinct keys are counted in a column of Polars, five times as fast as by a group by here.
select key from query_table($staged) where key >= $low and key < $high::uhugeint
