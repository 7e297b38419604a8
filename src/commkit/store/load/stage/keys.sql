-- The keys of a range. The different ones are counted in columns, five times as fast as a group by of as many groups.
select key from query_table($staged) where key >= $low and key < $high::uhugeint
