-- The accounts that carry what others say: those that commkit.toml lists, by platform:id, by handle or by name, and
-- those that an export marks as bridges.
create or replace temp table bridge as
with named as (
    select author_ref as account_ref, author_name as name from stage.message
    union
    select account_ref, name from stage.name
    union
    select account_ref, name from stage.profile
    union
    select known.account_ref, private_name.name
    from incoming as known
    join private.name as private_name using (key)
)
select account_ref
from incoming
where list_contains($bridges, replace(account_ref, chr(31), ':'))
    or list_contains($bridges, left(key, 8)) or list_contains($bridges, left(key, 13))
union
select account_ref from named where list_contains($bridges, name)
union
select author_ref from stage.message where flags & 8 = 8
