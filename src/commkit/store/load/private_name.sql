-- What people are called, where it is not their id itself.
insert into private.name
with said as (
    select author_ref as account_ref, author_name as name, load_id from stage.message where author_name is not null
    union
    select account_ref, name, load_id from stage.profile where name is not null
    union
    select account_ref, name, load_id from stage.purchase_line where name is not null
)
select arrived.key, said.name, max(load.observed_at)
from said
join incoming as arrived using (account_ref)
join stage.load as load on load.load_id = said.load_id
where said.name <> split_part(said.account_ref, chr(31), 2)
    and not exists (select 1 from private.name as known where known.key = arrived.key and known.name = said.name)
group by arrived.key, said.name
