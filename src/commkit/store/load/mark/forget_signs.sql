-- Who is listed as a person is suspected of nothing.
delete from raw.bot_sign
where account in (select account from raw.account where key in (select key from incoming where role = 'person'))
