-- A mention or quotation in a message that a bridge carried comes from the author of that message. Where the export gives
-- messages no ids, it comes from the only author whom the bridge carried at that moment.
update stage.interaction as target
set bridge_ref = target.sender_ref, sender_ref = said.author_ref
from (
    select bridge_ref, key as message, null as group_ref, null as happened_at, any_value(author_ref) as author_ref
    from stage.carried
    group by bridge_ref, key
    union all
    select bridge_ref, null, group_ref, sent_at, any_value(author_ref)
    from stage.carried
    group by bridge_ref, group_ref, sent_at
    having count(distinct author_ref) = 1
) as said
where said.bridge_ref = target.sender_ref and target.kind <> 'reaction'
    and (
        target.message = said.message
        or target.message is null and target.group_ref = said.group_ref and target.happened_at = said.happened_at
    )
