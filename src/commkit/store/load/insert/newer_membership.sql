-- Who it was, how somebody came and who invited them is taken from the newest version; of two observed at the same moment,
-- from the one that says more.
update raw.membership as target
set account = newest.account, how = newest.how, inviter = newest.inviter, observed_at = newest.observed_at
from (
    select distinct on (said.key)
        said.key, joiner.account, said.how, inviter.account as inviter, load.observed_at,
        text_of(coalesce(said.how, '~')) || text_of(coalesce(inviter.key, '~')) || text_of(joiner.key) as word
    from stage.membership as said
    join stage.load as load on load.load_id = said.load_id
    join arrived_account as joiner on joiner.account_ref = said.account_ref
    left join arrived_account as inviter on inviter.account_ref = said.inviter_ref
    order by said.key, load.observed_at desc, word
) as newest
where target.key = newest.key
    and (
        newest.observed_at > target.observed_at
        or newest.observed_at = target.observed_at
        and newest.word < text_of(coalesce(target.how, '~')) || text_of(
            coalesce((select key from raw.account as inviter where inviter.account = target.inviter), '~')
        ) || text_of((select key from raw.account as joiner where joiner.account = target.account))
    )
