-- Touched days dealt out in order, so that no share has many more facts than memory likes.
select day, (sum(facts) over (order by day) // $most)::integer as share from touched_day order by day
