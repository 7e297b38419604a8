-- Where two exports disagree on one record, the greatest (observed_at, word) wins.
merge into raw.{table} as target
using (
    select newest.* exclude (load_id, word)
    from (select distinct on (key) * from arrived_{table} order by key, observed_at desc, word desc) as newest
    join known_{table} as known using (key)
    where (newest.observed_at, newest.word) > (known.observed_at, known.word)
) as newer
on target.key = newer.key
when matched then update by name
