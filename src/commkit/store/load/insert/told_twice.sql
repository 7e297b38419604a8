-- How many messages these loads brought that another load has in a group of the same name and another id: the same author at
-- the same microsecond, which Slack's stamps tell. So it is where one of two exports has lost its list of channels.
select count(distinct said.key)
from raw.message as said
join raw.talk_group as here on here.group_id = said.group_id
join private.title as called on called.key = here.key
join private.title as other on other.title = called.title and other.key <> called.key
join raw.talk_group as there on there.key = other.key and there.platform = here.platform
join raw.message as known
    on known.group_id = there.group_id and known.sent_at = said.sent_at and known.account = said.account
where said.load_id >= $first_load and known.load_id < said.load_id and here.platform = 'slack'
