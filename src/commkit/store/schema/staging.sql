create table stage.talk_group (load_id integer, group_ref varchar, title varchar, kind varchar, is_private boolean);
create table stage.profile (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, name varchar, is_bot boolean,
    is_staff boolean, joined_at timestamp, left_at timestamp, channel varchar, inviter_ref varchar
);
-- The text is staged if it is to be kept; otherwise only the prefix of messages that a bridge may have carried.
create table stage.message (
    load_id integer, key ubigint, has_id boolean, author_ref varchar, author_name varchar, group_ref varchar,
    sent_at timestamp, kind varchar, length integer, reply_to ubigint, flags utinyint, text varchar
);
-- Who wrote each message that a bridge carried, and how long the bridge's prefix is. Messages are known by rowid, which is
-- stable because nothing is deleted from stage.message after bridges have been looked for.
create table stage.relay (
    row bigint, author_ref varchar, author_name varchar, prefix_length integer, bridge_ref varchar, bridge_name varchar
);
create view stage.carried as
select said.*, relay.bridge_ref, relay.bridge_name, relay.prefix_length
from stage.relay as relay
join stage.message as said on said.rowid = relay.row;
create table stage.membership (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, happened_at timestamp, change varchar,
    how varchar, inviter_ref varchar
);
create table stage.interaction (
    load_id integer, key ubigint, group_ref varchar, message ubigint, sender_ref varchar, receiver_ref varchar,
    kind varchar, happened_at timestamp, bridge_ref varchar
);
create table stage.event (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, name varchar, happened_at timestamp,
    campaign varchar, variant varchar, value decimal(18, 4)
);
create table stage.purchase_line (
    load_id integer, key ubigint, has_id boolean, order_key ubigint, account_ref varchar, name varchar,
    ordered_at timestamp, product varchar, quantity decimal(18, 4), amount decimal(18, 4),
    order_amount decimal(18, 4), refund_amount decimal(18, 4), refunded_at timestamp, currency varchar
);
create table stage.referral (
    load_id integer, key ubigint, inviter_ref varchar, invitee_ref varchar, happened_at timestamp, campaign varchar
);
create table stage.survey (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, answered_at timestamp, survey varchar,
    score decimal(18, 4), length integer, text varchar
);
create table stage.campaign (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, starts_at timestamp, ends_at timestamp,
    campaign varchar, channel varchar, budget decimal(18, 4), currency varchar, version ubigint
);
create table stage.cost (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, spent_at timestamp, campaign varchar,
    channel varchar, amount decimal(18, 4), currency varchar
);
create table stage.ticket (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, opened_at timestamp, answered_at timestamp,
    closed_at timestamp, status varchar, topic varchar, version ubigint
);
create table stage.content_label (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, labelled_at timestamp, content ubigint,
    label varchar
);
create table stage.daily_count (
    load_id integer, key ubigint, account_ref varchar, group_ref varchar, day date, name varchar,
    value decimal(18, 4), version ubigint
);
create table stage.name (load_id integer, account_ref varchar, name varchar);
create table stage.named_group (load_id integer, group_ref varchar);
create table stage.load (
    load_id integer, digest varchar, file varchar, folder varchar, source varchar, platform varchar, lacks varchar[],
    observed_at timestamp, covers_until timestamp, bridges varchar
);
create table stage.alias (load_id integer, account_ref varchar, other_ref varchar, how varchar, happened_on date);
create table stage.contact (load_id integer, account_ref varchar, kind varchar, said varchar);
-- Every dated record: when it happened, and where if that is told.
create view stage.dated as
select load_id, 'messages' as kind, null::varchar as name, group_ref, sent_at as happened_at from stage.message
union all
select load_id, case change when 'join' then 'joins' else 'leaves' end, null, group_ref, happened_at
from stage.membership
union all
select load_id, 'reactions', null, group_ref, happened_at from stage.interaction where kind = 'reaction'
union all
select load_id, 'orders', null, null, unnest([ordered_at, refunded_at]) from stage.purchase_line
union all
select load_id, 'events', name, null, happened_at from stage.event
union all
select load_id, 'referrals', null, null, happened_at from stage.referral
union all
select load_id, 'surveys', null, null, answered_at from stage.survey
union all
select load_id, 'campaigns', null, null, starts_at from stage.campaign
union all
select load_id, 'costs', null, null, spent_at from stage.cost
union all
select load_id, 'tickets', null, null, unnest([opened_at, answered_at, closed_at]) from stage.ticket
union all
select load_id, 'labels', null, null, labelled_at from stage.content_label
union all
select load_id, 'daily_counts', null, null, day::timestamp from stage.daily_count;
-- Between which instants the records of each load can be right.
create table stage.clock (load_id integer, not_before timestamp, not_after timestamp);
create table stage.coverage (
    load_id integer, kind varchar, name varchar, group_ref varchar, is_wrong boolean, records bigint, first_at timestamp,
    last_at timestamp
);
