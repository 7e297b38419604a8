-- What was found to be newer replaces what is known.
merge into raw.{table} as target
using (
    select columns(lambda name: name not in ('word', 'is_changed') and not starts_with(name, 'was_')) from newer_{table}
) as newer
on target.key = newer.key
when matched then update by name
