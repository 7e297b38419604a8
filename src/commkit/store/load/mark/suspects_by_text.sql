-- Accounts that may be bridges: more than nine tenths of their messages, 20 or more, begin with a name as bridges write it.
insert into raw.bot_sign
select account, 'by_its_text', count(*) filter (flags & 16 = 16), count(*), null::integer
from raw.message
where kind = 'text' and account in (select account from raw.message where flags & 16 = 16)
group by account
having count(*) >= 20 and count(*) filter (flags & 16 = 16) * 10 > count(*) * 9
