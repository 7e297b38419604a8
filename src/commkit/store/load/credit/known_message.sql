-- A message that was loaded as the bridge's own, before commkit.toml named the bridge, gets its author. A version without
-- the prefix, such as that of a message deleted since, keeps its length.
update raw.message as target
set
    account = person.account,
    length = case when target.kind = said.kind then target.length - said.prefix_length else target.length end,
    flags = case when target.kind = said.kind then target.flags & 3 else target.flags end
from (
    select key, any_value(author_ref) as author_ref, any_value(kind) as kind, any_value(prefix_length) as prefix_length
    from stage.carried
    group by key
) as said
join arrived_account as person on person.account_ref = said.author_ref
where target.key = said.key and target.account <> person.account
