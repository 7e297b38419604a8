update raw.message as target
set
    group_id = newer.group_id, account = newer.account, sent_at = newer.sent_at, kind = newer.kind,
    length = newer.length, reply_to = newer.reply_to, flags = newer.flags, observed_at = newer.observed_at
from newer_message as newer
where target.key = newer.key
