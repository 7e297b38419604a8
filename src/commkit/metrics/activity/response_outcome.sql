-- What is told of cases of a kind at all, and how many of those raised are adopted.
select
    count(answered_at) > 0 as tells_answers, count(closed_at) > 0 as tells_ends, count(*) as of_raised,
    count(*) filter (is_adopted(outcome)) as adopted_cases
from cases
where kind = $kind
