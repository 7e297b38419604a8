-- What a bridge carried is said by whom it names, without the prefix; its key stays that of the message as exported.
update stage.message
set
    bridge_ref = author_ref, bridge_name = author_name, author_ref = behind_ref, author_name = behind_name,
    length = length - behind_length, text = substr(text, behind_length + 1),
    flags = (flags & 3)::utinyint
where behind_ref is not null and author_ref in (select account_ref from bridge)
