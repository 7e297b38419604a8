insert into raw.label (key, load_id, observed_at, account, dimension, value, version)
select
    digest64(concat_ws(chr(31), 'segment', $name, account.key)), $load_id, $saved_at, account.account, 'segment', $name,
    digest64('segment')
from raw.account as account
where account.handle in (select handle from incoming)
