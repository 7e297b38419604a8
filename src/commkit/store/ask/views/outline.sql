-- Written by `make docs`; do not edit. What stands in for each view while those above it are made.

drop view if exists temp.active_place_day;
create temp table active_place_day (
    slice varchar, member integer, place varchar, day date
);
drop table temp.active_place_day;

drop view if exists temp.aged_group;
create temp table aged_group (
    group_id integer, age varchar
);
drop table temp.aged_group;

drop view if exists temp.answer_wait;
create temp table answer_wait (
    key ubigint, slice varchar, starts_on date, any_seconds double, staff_seconds double, peer_seconds double
);
drop table temp.answer_wait;

drop view if exists temp.answerable;
create temp table answerable (
    slice varchar, starts_on date, key ubigint, member integer, group_id integer, sent_local timestamp, is_over boolean
);
drop table temp.answerable;

drop view if exists temp.answered;
create temp table answered (
    key ubigint, slice varchar, member integer, group_id integer, sent_at timestamp, sent_local timestamp, replied_at
    timestamp, staff_replied_at timestamp, peer_replied_at timestamp
);
drop table temp.answered;

drop view if exists temp.arrival;
create temp table arrival (
    slice varchar, starts_on date, member integer, place varchar, came_on date, left_on date, left_how varchar,
    is_stated boolean, is_earlier boolean, tells_leaves boolean
);
drop table temp.arrival;

drop view if exists temp.asked_span;
create temp table asked_span (
    first_on date, last_on date
);
drop table temp.asked_span;

drop view if exists temp.beginning;
create temp table beginning (
    member integer, origin_on date
);
drop table temp.beginning;

drop view if exists temp.birth;
create temp table birth (
    slice varchar, starts_on date, member integer, place varchar, born_on date, is_earlier boolean
);
drop table temp.birth;

drop view if exists temp.buyer;
create temp table buyer (
    slice varchar, member integer, first_on date, second_on date
);
drop table temp.buyer;

drop view if exists temp.calendar;
create temp table calendar (
    starts_on date, ends_on date
);
drop table temp.calendar;

drop view if exists temp.campaign;
create temp table campaign (
    campaign varchar, channel varchar, starts_on date, ends_on date, budget_amount decimal(18,2)
);
drop table temp.campaign;

drop view if exists temp.cases;
create temp table cases (
    member integer, group_id integer, key ubigint, kind varchar, opened_at timestamp, answered_at timestamp, closed_at
    timestamp, opened_on date, closed_on date, outcome varchar, topic varchar, severity varchar, satisfaction
    decimal(18,4), has_evidence boolean, assignee integer, slice varchar
);
drop table temp.cases;

drop view if exists temp.covered;
create temp table covered (
    kind varchar, name varchar, group_id integer, platform varchar, load_id integer, first_on date, until_local
    timestamp
);
drop table temp.covered;

drop view if exists temp.daily_count;
create temp table daily_count (
    day date, name varchar, value decimal(18,4), group_id integer, staff integer, slice varchar
);
drop table temp.daily_count;

drop view if exists temp.deed;
create temp table deed (
    member integer, group_id integer, happened_at timestamp, day date, name varchar, is_in_span boolean, slice varchar
);
drop table temp.deed;

drop view if exists temp.deleted_message;
create temp table deleted_message (
    member integer, group_id integer, sent_local timestamp
);
drop table temp.deleted_message;

drop view if exists temp.described;
create temp table described (
    member integer, is_bot boolean, is_staff boolean
);
drop table temp.described;

drop view if exists temp.event;
create temp table event (
    member integer, group_id integer, name varchar, happened_at timestamp, day date, campaign varchar, variant varchar,
    value decimal(18,4), content ubigint, subject integer, slice varchar
);
drop table temp.event;

drop view if exists temp.everyone;
create temp table everyone (
    member integer, handle varchar, key varchar, platform varchar, is_bot boolean, is_staff boolean, left_out_for
    varchar, counts boolean
);
drop table temp.everyone;

drop view if exists temp.first_stay;
create temp table first_stay (
    slice varchar, member integer, place varchar, came_on date, left_on date, left_how varchar, is_stated boolean,
    is_earlier boolean, tells_leaves boolean
);
drop table temp.first_stay;

drop view if exists temp.first_time_buyer;
create temp table first_time_buyer (
    slice varchar, member integer, first_on date, second_on date, starts_on date, gap_days bigint, known_days bigint
);
drop table temp.first_time_buyer;

drop view if exists temp.fitting;
create temp table fitting (
    member integer
);
drop table temp.fitting;

drop view if exists temp.group_name;
create temp table group_name (
    group_id integer, name varchar
);
drop table temp.group_name;

drop view if exists temp.group_stay;
create temp table group_stay (
    place varchar, member integer, came_on date, left_on date, is_here boolean, is_active boolean
);
drop table temp.group_stay;

drop view if exists temp.group_trait;
create temp table group_trait (
    group_id integer, dimension varchar, value varchar
);
drop table temp.group_trait;

drop view if exists temp.here;
create temp table here (
    slice varchar, member integer
);
drop table temp.here;

drop view if exists temp.invitation;
create temp table invitation (
    slice varchar, member integer, inviter integer, invited_on date
);
drop table temp.invitation;

drop view if exists temp.joined;
create temp table joined (
    member integer, joined_on date
);
drop table temp.joined;

drop view if exists temp.known_group;
create temp table known_group (
    group_id integer
);
drop table temp.known_group;

drop view if exists temp.label;
create temp table label (
    member integer, group_id integer, content ubigint, campaign varchar, dimension varchar, value varchar, said_by
    varchar, labelled_by integer, valid_from_on date, valid_until_on date, load_id integer
);
drop table temp.label;

drop view if exists temp.ledger;
create temp table ledger (
    day date, until_on date, category varchar, flow varchar, scenario varchar, campaign varchar, channel varchar, amount
    decimal(18,2), slice varchar
);
drop table temp.ledger;

drop view if exists temp.left_out;
create temp table left_out (
    member integer, reason varchar
);
drop table temp.left_out;

drop view if exists temp.life_day;
create temp table life_day (
    member integer, group_id integer, day date, messages integer, replies_sent integer, replies_received integer,
    reactions_sent integer, reactions_received integer, people_reached integer, purchases integer, amount decimal(18,2),
    events integer, is_active boolean, slice varchar
);
drop table temp.life_day;

drop view if exists temp.life_purchase;
create temp table life_purchase (
    member integer, order_key ubigint, ordered_at timestamp, ordered_on date, amount decimal(18,2), lines integer,
    sales_channel varchar, cost_amount decimal(18,2), due_on date, slice varchar
);
drop table temp.life_purchase;

drop view if exists temp.life_refund;
create temp table life_refund (
    member integer, order_key ubigint, refunded_on date, amount decimal(18,2), slice varchar
);
drop table temp.life_refund;

drop view if exists temp.life_state;
create temp table life_state (
    slice varchar, starts_on date, member integer, state varchar, is_first boolean, is_perhaps_new boolean, left_on date
);
drop table temp.life_state;

drop view if exists temp.listed;
create temp table listed (
    member integer, group_id integer
);
drop table temp.listed;

drop view if exists temp.listed_anew;
create temp table listed_anew (
    member integer, group_id integer
);
drop table temp.listed_anew;

drop view if exists temp.loaded;
create temp table loaded (
    records bigint, rejected bigint
);
drop table temp.loaded;

drop view if exists temp.log_start;
create temp table log_start (
    group_id integer, platform varchar, starts_on date
);
drop table temp.log_start;

drop view if exists temp.member;
create temp table member (
    member integer, handle varchar, platform varchar, channel varchar, trait varchar, joined_on date, left_on date
);
drop table temp.member;

drop view if exists temp.member_anew;
create temp table member_anew (
    member integer, handle varchar, platform varchar, channel varchar, trait varchar, joined_on date, left_on date
);
drop table temp.member_anew;

drop view if exists temp.member_day;
create temp table member_day (
    member integer, group_id integer, day date, messages integer, replies_sent integer, replies_received integer,
    reactions_sent integer, reactions_received integer, people_reached integer, purchases integer, amount decimal(18,2),
    events integer, is_active boolean, slice varchar
);
drop table temp.member_day;

drop view if exists temp.mention;
create temp table mention (
    happened_at timestamp, day date, platform varchar, topic varchar, sentiment varchar, reach bigint, interactions
    bigint, reposts bigint
);
drop table temp.mention;

drop view if exists temp.message;
create temp table message (
    member integer, group_id integer, key ubigint, sent_at timestamp, kind varchar, length integer, reply_to ubigint,
    flags utinyint, sent_local timestamp, slice varchar
);
drop table temp.message;

drop view if exists temp.met;
create temp table met (
    member integer
);
drop table temp.met;

drop view if exists temp.named_group;
create temp table named_group (
    group_id integer, key varchar, handle varchar, platform varchar, kind varchar, title varchar, is_stated boolean,
    load_id integer
);
drop table temp.named_group;

drop view if exists temp.nameless_purchase;
create temp table nameless_purchase (
    order_key ubigint, ordered_on date, amount decimal(18,2)
);
drop table temp.nameless_purchase;

drop view if exists temp.newcomer;
create temp table newcomer (
    slice varchar, starts_on date, member integer, place varchar, came_on date, left_on date, left_how varchar,
    tells_leaves boolean
);
drop table temp.newcomer;

drop view if exists temp.opening;
create temp table opening (
    slice varchar, member integer, group_id integer, key ubigint, sent_at timestamp, sent_local timestamp, replied_at
    timestamp, staff_replied_at timestamp, peer_replied_at timestamp
);
drop table temp.opening;

drop view if exists temp.origin;
create temp table origin (
    member integer, first_on date, first_spoke_on date, joined_on date, origin_on date, is_earlier boolean, is_followed
    boolean
);
drop table temp.origin;

drop view if exists temp.origin_anew;
create temp table origin_anew (
    member integer, first_on date, first_spoke_on date, joined_on date, origin_on date, is_earlier boolean, is_followed
    boolean
);
drop table temp.origin_anew;

drop view if exists temp.period_stay;
create temp table period_stay (
    slice varchar, starts_on date, opens_on date, closes_on date, member integer, place varchar, left_on date, left_how
    varchar, is_stated boolean, is_earlier boolean, tells_leaves boolean, came_on date
);
drop table temp.period_stay;

drop view if exists temp.person;
create temp table person (
    account integer, member integer
);
drop table temp.person;

drop view if exists temp.person_anew;
create temp table person_anew (
    account integer, member integer
);
drop table temp.person_anew;

drop view if exists temp.place;
create temp table place (
    name varchar, tells_joins boolean, tells_leaves boolean
);
drop table temp.place;

drop view if exists temp.points;
create temp table points (
    member integer, happened_at timestamp, day date, change decimal(18,4), reason varchar, expires_on date, slice
    varchar
);
drop table temp.points;

drop view if exists temp.present;
create temp table present (
    slice varchar, starts_on date, member integer, came_on date
);
drop table temp.present;

drop view if exists temp.purchase;
create temp table purchase (
    member integer, order_key ubigint, ordered_at timestamp, ordered_on date, amount decimal(18,2), lines integer,
    sales_channel varchar, cost_amount decimal(18,2), due_on date, slice varchar
);
drop table temp.purchase;

drop view if exists temp.purchase_line;
create temp table purchase_line (
    member integer, order_key ubigint, ordered_on date, product varchar, category varchar, quantity decimal(18,4),
    amount decimal(18,4), cost_amount decimal(18,4)
);
drop table temp.purchase_line;

drop view if exists temp.purse;
create temp table purse (
    member integer, day date, frequency integer, monetary decimal(18,2), last_on date, next_on date
);
drop table temp.purse;

drop view if exists temp.refund;
create temp table refund (
    member integer, order_key ubigint, refunded_on date, amount decimal(18,2), slice varchar
);
drop table temp.refund;

drop view if exists temp.regular;
create temp table regular (
    slice varchar, starts_on date, member integer, spoken_periods bigint, is_silenced boolean
);
drop table temp.regular;

drop view if exists temp.reply;
create temp table reply (
    answers ubigint, member integer, sent_at timestamp, is_staff boolean
);
drop table temp.reply;

drop view if exists temp.rolling_day;
create temp table rolling_day (
    slice varchar, day date, dau bigint, wau bigint, mau bigint
);
drop table temp.rolling_day;

drop view if exists temp.rollup;
create temp table rollup (
    account integer, group_id integer, day date, messages integer, replies_sent integer, replies_received integer,
    reactions_sent integer, reactions_received integer, people_reached integer, purchases integer, amount decimal(18,2),
    events integer
);
drop table temp.rollup;

drop view if exists temp.roster;
create temp table roster (
    member integer, joined_on date, left_on date, channel varchar
);
drop table temp.roster;

drop view if exists temp.settling;
create temp table settling (
    slice varchar, starts_on date, member integer, place varchar, came_on date, left_on date, left_how varchar,
    tells_leaves boolean, is_week_over boolean, is_fortnight_over boolean, has_left boolean, has_left_at_once boolean,
    first_on date, has_spoken boolean, is_second_week boolean
);
drop table temp.settling;

drop view if exists temp.sight;
create temp table sight (
    member integer, group_id integer, first_on date, last_on date
);
drop table temp.sight;

drop view if exists temp.sight_anew;
create temp table sight_anew (
    member integer, group_id integer, first_on date, last_on date
);
drop table temp.sight_anew;

drop view if exists temp.sliced_stay;
create temp table sliced_stay (
    slice varchar, member integer, place varchar, came_on date, left_on date, left_how varchar, is_stated boolean,
    is_earlier boolean, tells_leaves boolean
);
drop table temp.sliced_stay;

drop view if exists temp.soundness;
create temp table soundness (
    records bigint, rejected bigint, repeated bigint, orders bigint, named_orders bigint, replies bigint, sound_replies
    bigint
);
drop table temp.soundness;

drop view if exists temp.staff_message;
create temp table staff_message (
    slice varchar, sent_local timestamp
);
drop table temp.staff_message;

drop view if exists temp.standing;
create temp table standing (
    starts_on date, member integer, segment varchar, level varchar
);
drop table temp.standing;

drop view if exists temp.standing_anew;
create temp table standing_anew (
    starts_on date, member integer, segment varchar, level varchar
);
drop table temp.standing_anew;

drop view if exists temp.standing_day;
create temp table standing_day (
    member integer, day date, times bigint
);
drop table temp.standing_day;

drop view if exists temp.stay;
create temp table stay (
    member integer, place varchar, came_on date, left_on date, left_how varchar, is_stated boolean, is_earlier boolean
);
drop table temp.stay;

drop view if exists temp.stay_anew;
create temp table stay_anew (
    member integer, place varchar, came_on date, left_on date, left_how varchar, is_stated boolean, is_earlier boolean
);
drop table temp.stay_anew;

drop view if exists temp.survey;
create temp table survey (
    member integer, group_id integer, key ubigint, answered_at timestamp, answered_on date, survey varchar, question
    varchar, scale varchar, is_scale_told boolean, is_nps boolean, score decimal(18,4), invited integer, length integer,
    slice varchar
);
drop table temp.survey;

drop view if exists temp.talker;
create temp table talker (
    member integer, group_id integer, first_spoke_on date
);
drop table temp.talker;

drop view if exists temp.telling;
create temp table telling (
    platform varchar, kind varchar
);
drop table temp.telling;

drop view if exists temp.telling_group;
create temp table telling_group (
    place varchar
);
drop table temp.telling_group;

drop view if exists temp.telling_member;
create temp table telling_member (
    member integer, kind varchar
);
drop table temp.telling_member;

drop view if exists temp.tie;
create temp table tie (
    member integer, giver integer, is_by_staff boolean, group_id integer, day date, kind varchar
);
drop table temp.tie;

drop view if exists temp.told_label;
create temp table told_label (
    member integer, group_id integer, content ubigint, campaign varchar, dimension varchar, value varchar, said_by
    varchar, labelled_by integer, valid_from_on date, valid_until_on date, is_in_force boolean, load_id integer
);
drop table temp.told_label;

drop view if exists temp.told_message;
create temp table told_message (
    member integer, group_id integer, key ubigint, sent_at timestamp, kind varchar, length integer, reply_to ubigint,
    flags utinyint, sent_local timestamp, slice varchar
);
drop table temp.told_message;

drop view if exists temp.told_purchase;
create temp table told_purchase (
    member integer, order_key ubigint, ordered_at timestamp, ordered_on date, amount decimal(18,2), lines integer,
    sales_channel varchar, cost_amount decimal(18,2), due_on date, slice varchar
);
drop table temp.told_purchase;

drop view if exists temp.trait;
create temp table trait (
    member integer, dimension varchar, value varchar
);
drop table temp.trait;

drop view if exists temp.turning;
create temp table turning (
    member integer, group_id integer, happened_local timestamp, day date, change varchar, inviter integer
);
drop table temp.turning;

drop view if exists temp.turning_anew;
create temp table turning_anew (
    member integer, group_id integer, happened_local timestamp, day date, change varchar, inviter integer
);
drop table temp.turning_anew;

drop view if exists temp.value_bound;
create temp table value_bound (
    r2 double, r3 double, r4 double, r5 double, f2 double, f3 double, f4 double, f5 double, m2 double, m3 double, m4
    double, m5 double
);
drop table temp.value_bound;
