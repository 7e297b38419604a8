insert into private.contact
select key, kind, digest from incoming
except
select key, kind, digest from private.contact
