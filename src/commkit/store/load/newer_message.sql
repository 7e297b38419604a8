-- Where two exports disagree on one record, the greatest (observed_at, digest) wins.
update raw.message as target
set
    kind = newest.kind, length = newest.length, reply_to = newest.reply_to, flags = newest.flags,
    observed_at = newest.observed_at
from (
    select distinct on (said.key)
        said.key, said.kind, said.length, said.reply_to, said.flags, load.observed_at,
        md5(concat_ws(chr(31), said.kind, said.length, said.flags, said.reply_to)) as digest
    from stage.message as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, digest desc
) as newest
where target.key = newest.key
    and (newest.observed_at, newest.digest)
    > (target.observed_at, md5(concat_ws(chr(31), target.kind, target.length, target.flags, target.reply_to)))
