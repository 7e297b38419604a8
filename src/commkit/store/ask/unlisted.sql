-- The platforms with messages whose members no list names.
select distinct platform
from covered
where kind = 'messages'
    and platform not in (
        select account.platform
        from raw.profile as said
        join raw.load as load using (load_id)
        join raw.account as account using (account)
        where not list_contains(load.lacks, 'roster')
    )
order by platform
