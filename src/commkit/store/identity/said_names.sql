-- What each account is called or calls itself. An id that is a number is not a name.
select key, name from private.name
union
select key, native from private.person where regexp_matches(native, '[^\d\s+-]') and not contains(native, '@')
