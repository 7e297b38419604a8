-- A name that was used before is as recent as its last use.
merge into private.name as target
using (
    with said as (
        select author_ref as account_ref, author_name as name, load_id from stage.message where author_name is not null
        union
        select account_ref, name, load_id from stage.name
        union
        select bridge_ref, bridge_name, load_id from stage.carried where bridge_name is not null
        union
        select account_ref, name, load_id from stage.profile where name is not null
        union
        select account_ref, name, load_id from stage.purchase_line where name is not null
    )
    select arrived.key, said.name, max(load.observed_at) as observed_at
    from said
    join incoming as arrived using (account_ref)
    join stage.load as load on load.load_id = said.load_id
    group by arrived.key, said.name
) as newest
on target.key = newest.key and target.name = newest.name
when matched and newest.observed_at > target.observed_at then update set observed_at = newest.observed_at
when not matched then insert values (newest.key, newest.name, newest.observed_at)
