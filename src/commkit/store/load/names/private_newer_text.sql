-- The text of the latest version. A text that was kept before its bridge was known loses the prefix.
merge into private.text as target
using (
    select distinct on (said.key)
        said.key, said.text, load.observed_at, said.rowid in (select row from stage.relay) as is_credited
    from stage.message as said
    join stage.load as load on load.load_id = said.load_id
    where said.text is not null
    order by said.key, load.observed_at desc, said.text desc
) as newest
on target.key = newest.key
when matched and (
        (newest.observed_at, newest.text) > (target.observed_at, target.text)
        or newest.is_credited and newest.observed_at = target.observed_at and suffix(target.text, newest.text)
    )
    then update set text = newest.text, observed_at = newest.observed_at
when not matched then insert values (newest.key, newest.text, newest.observed_at)
