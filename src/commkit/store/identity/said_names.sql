-- What each account is called or calls itself. Ids that are numbers are no names.
select key, name from private.name
union
select key, native from private.person where regexp_matches(native, '[^\d\s+-]') and not contains(native, '@')
