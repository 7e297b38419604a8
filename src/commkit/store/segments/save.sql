-- Labels of these members, from one local day to another, if there are such.
insert into raw.label (key, load_id, observed_at, account, dimension, value, valid_from, valid_until, version)
select
    digest64(concat_ws(chr(31), $dimension, incoming.value, account.key)), $load_id, $saved_at, account.account,
    $dimension, incoming.value, timezone('UTC', timezone(getvariable('tz'), $opens_on::date::timestamp)),
    timezone('UTC', timezone(getvariable('tz'), $closes_on::date::timestamp)), digest64($source)
from raw.account as account
join incoming on incoming.handle = account.handle
