-- By what members and groups can be told apart: platforms, channels, and the dimensions of labels with their values,
-- of whatever day.
select distinct 'member' as whose, 'platform' as dimension, platform as value from raw.account
union
select distinct 'member', 'channel', channel from raw.profile where channel is not null
union
select distinct case when group_id is null then 'member' else 'group' end, dimension, value
from raw.label
where account is not null or group_id is not null
