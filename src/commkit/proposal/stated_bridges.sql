-- The accounts that an export marks as bridges, by what they wrote themselves.
select handle from raw.account where account in (select account from raw.message where flags & 8 = 8) order by handle
