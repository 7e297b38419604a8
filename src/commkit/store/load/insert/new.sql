-- Records that are not known yet, each in its newest version; the first load that tells a record keeps it.
insert into raw.{table}
select distinct on (said.key) said.* exclude (load_id, word), min(said.load_id) over (partition by said.key)
from arrived_{table} as said
where not exists (select 1 from raw.{table} as known where known.key = said.key)
order by said.key, said.observed_at desc, said.word desc
