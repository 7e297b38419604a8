-- No record of these is known, and none comes twice.
insert into raw.{table}
select * exclude (word) from arrived_{table}
