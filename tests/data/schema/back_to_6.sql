-- What our version holds, as version 6 held it: `new` is a database of ours, `old` one of version 6 without rows.
insert into old.raw.ticket by name
select * exclude (other, kind, outcome, severity, satisfaction, has_evidence), outcome as status from new.raw.case;
insert into old.raw.content_label by name
select key, load_id, observed_at, other as account, group_id, valid_from as labelled_at, content, value as label
from new.raw.label;
insert into old.raw.cost by name
select
    key, load_id, observed_at, account, group_id, campaign, channel, amount, currency,
    timezone('UTC', timezone((select tz from new.raw.meta), day::timestamp)) as spent_at
from new.raw.ledger;

create macro old.kind_of(kind) as
    case kind when 'case' then 'ticket' when 'label' then 'content_label' when 'ledger' then 'cost' else kind end;
insert into old.raw.load_count select * replace (old.kind_of(kind) as kind) from new.raw.load_count;
insert into old.raw.load_skip select * replace (old.kind_of(kind) as kind) from new.raw.load_skip;
insert into old.raw.reject select * replace (old.kind_of(kind) as kind) from new.raw.reject;
drop macro old.kind_of;

create macro old.instant(day) as timezone('UTC', timezone((select tz from new.raw.meta), day));
insert into old.raw.coverage by name
select
    load_id, case kind when 'cases' then 'tickets' when 'ledger' then 'costs' else kind end as kind,
    case when kind not in ('cases', 'ledger', 'daily_counts') then name end as name, group_id, is_wrong,
    sum(records)::bigint as records, min(case kind when 'ledger' then old.instant(first_at) else first_at end) as first_at,
    max(case kind when 'ledger' then old.instant(last_at) else last_at end) as last_at, max(until_at) as until_at
from new.raw.coverage
group by all;
drop macro old.instant;

insert into old.raw.meta select * replace (6 as schema_version) from new.raw.meta;
