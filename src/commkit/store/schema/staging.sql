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
    campaign varchar, variant varchar, value decimal(18, 4), content ubigint, subject_ref varchar
);
create table stage.purchase_line (
    load_id integer, key ubigint, has_id boolean, order_key ubigint, account_ref varchar, name varchar,
    ordered_at timestamp, product varchar, quantity decimal(18, 4), amount decimal(18, 4),
    order_amount decimal(18, 4), refund_amount decimal(18, 4), refunded_at timestamp, currency varchar,
    channel varchar, category varchar, cost decimal(18, 4), due_on date
);
create table stage.unpaid (load_id integer, key ubigint, order_key ubigint, is_over boolean, told_at timestamp);
create table stage.referral (
    load_id integer, key ubigint, inviter_ref varchar, invitee_ref varchar, happened_at timestamp, campaign varchar
);
create table stage.survey (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, answered_at timestamp,
    survey varchar, question varchar, scale varchar, score decimal(18, 4), invited integer, length integer, text varchar
);
create table stage.campaign (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, starts_at timestamp,
    ends_at timestamp, campaign varchar, channel varchar, budget decimal(18, 4), currency varchar, version ubigint
);
create table stage.label (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, content ubigint,
    campaign varchar, dimension varchar, value varchar, said_by varchar, valid_from timestamp, valid_until timestamp,
    version ubigint
);
create table stage.case (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, kind varchar,
    opened_at timestamp, answered_at timestamp, closed_at timestamp, outcome varchar, topic varchar, severity varchar,
    satisfaction decimal(18, 4), has_evidence boolean, version ubigint
);
create table stage.ledger (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, day date,
    until_on date, category varchar, flow varchar, scenario varchar, campaign varchar, channel varchar,
    amount decimal(18, 4), currency varchar, version ubigint
);
create table stage.mention (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, happened_at timestamp,
    platform varchar, topic varchar, sentiment varchar, reach bigint, interactions bigint, reposts bigint,
    version ubigint
);
create table stage.points (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, happened_at timestamp,
    change decimal(18, 4), reason varchar, expires_on date
);
create table stage.daily_count (
    load_id integer, key ubigint, account_ref varchar, other_ref varchar, group_ref varchar, day date, name varchar,
    value decimal(18, 4), version ubigint
);
-- Whom and which groups the records that stand alone name.
create view stage.alone as
select load_id, account_ref, other_ref, group_ref from stage.survey
union all
select load_id, account_ref, other_ref, group_ref from stage.campaign
union all
select load_id, account_ref, other_ref, group_ref from stage.label
union all
select load_id, account_ref, other_ref, group_ref from stage.case
union all
select load_id, account_ref, other_ref, group_ref from stage.ledger
union all
select load_id, account_ref, other_ref, group_ref from stage.mention
union all
select load_id, account_ref, other_ref, group_ref from stage.points
union all
select load_id, account_ref, other_ref, group_ref from stage.daily_count;
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
where account_ref is not null
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
select load_id, 'labels', null, null, valid_from from stage.label
union all
select load_id, 'cases', kind, null, unnest([opened_at, answered_at, closed_at]) from stage.case
union all
select load_id, case scenario when 'budget' then 'budgets' else 'ledger' end, flow, null,
    unnest([day, case when until_on is not null then least(until_on, today()) end])::timestamp
from stage.ledger
union all
select load_id, 'mentions', null, null, happened_at from stage.mention
union all
select load_id, 'points', null, null, happened_at from stage.points
union all
select load_id, 'daily_counts', name, null, day::timestamp from stage.daily_count;
-- When the bulk of a load's records happened, where some may stand apart from it.
create table stage.bulk (load_id integer, first_at timestamp, last_at timestamp);
-- Between which instants the records of each load can be right.
create table stage.clock (load_id integer, not_before timestamp, not_after timestamp);
create table stage.coverage (
    load_id integer, kind varchar, name varchar, group_ref varchar, is_wrong boolean, records bigint, first_at timestamp,
    last_at timestamp
);
