-- A message that a bridge carried belongs to the author whom it names, without the prefix; its key does not change.
update stage.message as target
set
    author_ref = relay.author_ref, author_name = relay.author_name, length = target.length - relay.prefix_length,
    text = substr(target.text, relay.prefix_length + 1), flags = (target.flags & 3)::utinyint
from stage.relay as relay
where target.rowid = relay.row
