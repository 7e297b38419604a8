insert into raw.reject
select load_id, kind, file, line, first_byte, last_byte, code, reason from incoming
