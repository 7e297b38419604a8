-- Accounts that may be bots because they are called so: by a word of their name or id, or by its end.
insert into raw.bot_sign
with called as (
    select account.account, known.name
    from raw.account as account
    join private.name as known using (key)
    union
    select account.account, person.native
    from raw.account as account
    join private.person as person using (key)
)
select distinct account, 'by_its_name', null::bigint, null::bigint, null::integer
from called
where regexp_matches(lower(name), '(?:^|[^a-z])(?:chat)?bot(?:[^a-z]|$)|[a-z]{2}bot\d{0,3}$|机器人')
    and not regexp_matches(lower(name), '(?:^|[^a-z])(?:abbot|cabot|talbot|turbot)$')
