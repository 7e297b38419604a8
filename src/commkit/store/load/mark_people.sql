-- Bots and staff: by the exports' own word, by a bot's flag on a message, or by commkit.toml's lists.
update raw.account as target
set
    is_bot = target.account in (select account from raw.profile where is_bot)
        or target.account in (select account from raw.message where flags & 4 = 4)
        or target.key in (select key from incoming where role = 'bot'),
    is_staff = target.account in (select account from raw.profile where is_staff)
        or target.key in (select key from incoming where role = 'staff')
