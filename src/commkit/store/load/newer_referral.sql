-- The campaign is the one that was named last.
update raw.referral as target
set campaign = newest.campaign, observed_at = newest.observed_at
from (
    select distinct on (said.key) said.key, said.campaign, load.observed_at
    from stage.referral as said
    join stage.load as load on load.load_id = said.load_id
    order by said.key, load.observed_at desc, told(said.campaign) desc
) as newest
where target.key = newest.key
    and (newest.observed_at, told(newest.campaign)) > (target.observed_at, told(target.campaign))
