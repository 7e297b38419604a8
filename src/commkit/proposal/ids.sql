-- The ids that name nobody, by handle: those beside names that neither hold the id nor stand in it, and no addresses.
select account.handle, any_value(person.platform || ':' || person.native) as entry
from raw.account as account
join private.person as person on person.key = account.key
join private.name as known on known.key = account.key
where not regexp_matches(person.native, '[@+\s]')
group by account.handle
having
    count(distinct person.native) = 1
    and not bool_or(
        contains(lower(known.name), lower(person.native)) or contains(lower(person.native), lower(known.name))
    )
order by account.handle
