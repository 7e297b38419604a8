create schema raw;

create table raw.meta (
    schema_version integer, app_version varchar, tz varchar, currency varchar, secret_check varchar, created_at timestamp
);

create table raw.load (
    load_id integer, loaded_at timestamp, digest varchar, file varchar, source varchar, platform varchar,
    lacks varchar[], observed_at timestamp, covers_until timestamp, bridges varchar, is_overlapping boolean
);
create table raw.load_count (
    load_id integer, kind varchar, records bigint, loaded bigint, duplicate bigint, rejected bigint, skipped bigint
);
create table raw.load_skip (load_id integer, kind varchar, reason varchar, records bigint);
create table raw.reject (
    load_id integer, kind varchar, file varchar, line bigint, first_byte bigint, last_byte bigint, code varchar,
    reason varchar
);

create table raw.account (
    account integer, key varchar, handle varchar, platform varchar, is_bot boolean, is_staff boolean, bot_by varchar
);
-- One row for each account of a merge; by key, so that it stays when the account goes with an undone load.
create table raw.merge_log (merge_id integer, key varchar, merged_at timestamp, undone_at timestamp);
create table raw.talk_group (
    group_id integer, key varchar, handle varchar, platform varchar, kind varchar, title varchar, is_stated boolean,
    load_id integer
);
-- What each load said of a group; talk_group has what the latest said.
create table raw.group_told (
    load_id integer, group_id integer, is_stated boolean, kind varchar, title varchar, observed_at timestamp
);
-- From when to when each load tells of each kind of fact: of a group, of the events of a name, or of all. `until_at` is the
-- end that the export states; without it the kind is covered to the day of `last_at`, the last record of the export. What
-- is wrongly dated stands apart.
create table raw.coverage (
    load_id integer, kind varchar, name varchar, group_id integer, is_wrong boolean, records bigint, first_at timestamp,
    last_at timestamp, until_at timestamp
);

-- What an export says of an account, once for each group.
create table raw.profile (
    key ubigint, account integer, group_id integer, is_bot boolean, is_staff boolean, joined_at timestamp,
    left_at timestamp, channel varchar, inviter integer, observed_at timestamp, load_id integer
);
create table raw.membership (
    key ubigint, account integer, group_id integer, happened_at timestamp, change varchar, how varchar,
    inviter integer, observed_at timestamp, load_id integer
);
create table raw.message (
    key ubigint, group_id integer, account integer, sent_at timestamp, kind varchar, length integer,
    reply_to ubigint, flags utinyint, observed_at timestamp, load_id integer
);
create table raw.interaction (
    key ubigint, group_id integer, message ubigint, sender integer, receiver integer, kind varchar,
    happened_at timestamp, observed_at timestamp, load_id integer
);
create table raw.event (
    key ubigint, account integer, group_id integer, name varchar, happened_at timestamp, campaign varchar,
    variant varchar, value decimal(18, 4), content ubigint, subject integer, load_id integer
);
create table raw.purchase_line (
    key ubigint, order_key ubigint, account integer, ordered_at timestamp, product varchar, quantity decimal(18, 4),
    amount decimal(18, 4), order_amount decimal(18, 4), refund_amount decimal(18, 4), refunded_at timestamp,
    currency varchar, channel varchar, category varchar, cost decimal(18, 4), due_on date, observed_at timestamp, load_id integer
);
-- What loads tell of orders that any of them tells as unpaid, and of single lines where others of the order were paid.
-- Standings in the order of an order's life: 0 to be paid, 1 paid, 2 over without a payment.
create table raw.order_state (key ubigint, standing utinyint, observed_at timestamp, load_id integer);
create table raw.referral (
    key ubigint, inviter integer, invitee integer, happened_at timestamp, campaign varchar, observed_at timestamp, load_id integer
);

-- Records that stand alone. All begin with the same columns: `account` is whom a record is about, `other` who else it names,
-- such as who handled a case; these and the group are null where a record names none.
create table raw.survey (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    answered_at timestamp, survey varchar, question varchar, scale varchar, score decimal(18, 4), invited integer,
    length integer
);
create table raw.campaign (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    starts_at timestamp, ends_at timestamp, campaign varchar, channel varchar, budget decimal(18, 4), currency varchar,
    version ubigint
);
create table raw.label (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    content ubigint, campaign varchar, dimension varchar, value varchar, said_by varchar, valid_from timestamp,
    valid_until timestamp, version ubigint
);
create table raw.case (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    kind varchar, opened_at timestamp, answered_at timestamp, closed_at timestamp, outcome varchar, topic varchar,
    severity varchar, satisfaction decimal(18, 4), has_evidence boolean, version ubigint
);
create table raw.ledger (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    day date, until_on date, category varchar, flow varchar, scenario varchar, campaign varchar, channel varchar,
    amount decimal(18, 4), currency varchar, version ubigint
);
create table raw.mention (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    happened_at timestamp, platform varchar, topic varchar, sentiment varchar, reach bigint, interactions bigint,
    reposts bigint, version ubigint
);
create table raw.points (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    happened_at timestamp, change decimal(18, 4), reason varchar, expires_on date
);
create table raw.daily_count (
    key ubigint, load_id integer, observed_at timestamp, account integer, other integer, group_id integer,
    day date, name varchar, value decimal(18, 4), version ubigint
);

-- Whom the records that stand alone name.
create view raw.alone as
select account, other from raw.survey
union all
select account, other from raw.campaign
union all
select account, other from raw.label
union all
select account, other from raw.case
union all
select account, other from raw.ledger
union all
select account, other from raw.mention
union all
select account, other from raw.points
union all
select account, other from raw.daily_count;

-- Every dated record, and when it happened; what is told by days of the community's own calendar is in no zone.
create view raw.dated as
select load_id, 'messages' as kind, sent_at as happened_at from raw.message
union all
select load_id, case change when 'join' then 'joins' else 'leaves' end, happened_at from raw.membership
union all
select load_id, 'reactions', happened_at from raw.interaction where kind = 'reaction'
union all
select load_id, 'orders', unnest([ordered_at, refunded_at]) from raw.purchase_line
union all
select load_id, 'events', happened_at from raw.event
union all
select load_id, 'referrals', happened_at from raw.referral
union all
select load_id, 'surveys', answered_at from raw.survey
union all
select load_id, 'campaigns', starts_at from raw.campaign
union all
select load_id, 'labels', valid_from from raw.label
union all
select load_id, 'cases', unnest([opened_at, answered_at, closed_at]) from raw.case
union all
select load_id, case scenario when 'budget' then 'budgets' else 'ledger' end, day::timestamp from raw.ledger
union all
select load_id, 'mentions', happened_at from raw.mention
union all
select load_id, 'points', happened_at from raw.points
union all
select load_id, 'daily_counts', day::timestamp from raw.daily_count;

-- Derived from the facts above, kept up by load, rebuilt by `commkit rebuild`.
-- The orders and lines that nobody paid after all.
create table raw.unpaid (key ubigint);
create table raw.purchase (
    order_key ubigint, account integer, ordered_at timestamp, ordered_on date, amount decimal(18, 2), lines integer,
    channel varchar, cost decimal(18, 2), due_on date
);
create table raw.refund (
    order_key ubigint, account integer, refunded_at timestamp, refunded_on date, amount decimal(18, 2), lines integer
);
-- Signs that an account behaves as no person does, and how many of its messages or pauses show them.
create table raw.bot_sign (
    account integer, sign varchar, hits bigint, of_hits bigint, every_minutes integer
);
create table raw.member_day (
    account integer, group_id integer, day date, messages integer, replies_sent integer, replies_received integer,
    reactions_sent integer, reactions_received integer, people_reached integer, purchases integer,
    amount decimal(18, 2), events integer
);
-- The same in all groups together, and where each account was seen first and last.
create table raw.account_day (
    account integer, day date, messages integer, replies_sent integer, replies_received integer,
    reactions_sent integer, reactions_received integer, purchases integer, amount decimal(18, 2), events integer
);
create table raw.account_group (
    account integer, group_id integer, first_spoke_on date, first_seen_on date, last_seen_on date, first_did_on date
);
