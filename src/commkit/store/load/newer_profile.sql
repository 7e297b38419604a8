-- Where two exports disagree on one record, the greatest (observed_at, digest) wins.
update raw.profile as target
set
    is_bot = newest.is_bot, is_staff = newest.is_staff, joined_at = newest.joined_at, left_at = newest.left_at,
    channel = newest.channel, inviter = newest.inviter, observed_at = newest.observed_at
from (
    select distinct on (said.key)
        said.key, said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel,
        inviter.account as inviter, load.observed_at,
        profile_digest(said.is_bot, said.is_staff, said.joined_at, said.left_at, said.channel, inviter.key) as digest
    from stage.profile as said
    join stage.load as load on load.load_id = said.load_id
    left join arrived_person as inviter on inviter.account_ref = said.inviter_ref
    order by said.key, load.observed_at desc, digest desc
) as newest
where target.key = newest.key
    and (newest.observed_at, newest.digest)
    > (
        target.observed_at,
        profile_digest(
            target.is_bot, target.is_staff, target.joined_at, target.left_at, target.channel,
            (select key from raw.account as inviter where inviter.account = target.inviter)
        )
    )
