-- Which member an account belongs to.
create or replace temp view person_anew as
select account.account, coalesce(merged.member, account.account) as member
from raw.account as account
left join merged using (account);
create or replace temp view person as from person_anew;

-- What each member is, dimension by dimension, by the latest label; hand checks only tell how right the others are.
create or replace temp view trait as
select person.member, said.dimension, said.value
from raw.label as said
join person using (account)
where is_in_force(said.valid_from, said.valid_until) and coalesce(said.said_by <> 'check', true)
qualify row_number() over (
    partition by person.member, said.dimension
    order by told_in_order(said.valid_from, said.observed_at, said.load_id) desc, said.value
) = 1;

-- The same for groups. A table may name a group by its title or its handle.
create or replace temp view group_trait as
select place.group_id, said.dimension, said.value
from raw.label as said
join raw.talk_group as told using (group_id)
join raw.talk_group as place on place.group_id = told.group_id
    or (
        not told.is_stated and told.platform in (place.platform, 'table') and told.title in (place.title, place.handle)
    )
where is_in_force(said.valid_from, said.valid_until)
qualify row_number() over (
    partition by place.group_id, said.dimension
    order by told_in_order(said.valid_from, said.observed_at, said.load_id) desc, said.value
) = 1;

-- Groups that more than a label or another record which stands alone names.
create or replace temp view known_group as
select group_id
from raw.talk_group
where is_stated
    or group_id in (
        select group_id from raw.account_group
        union all
        select group_id from raw.profile
        union all
        select group_id from raw.membership
    );

-- Whether a group is new: as of the answer, its first message is less than 90 days old. Of one that spoke as the whole
-- community's log began, that is not known.
create or replace temp view aged_group as
with begun as (
    select group_id, min(first_spoke_on) as first_on from raw.account_group where group_id is not null group by group_id
)
select
    group_id,
    case
        when first_on <= getvariable('aged_on')::date - 90 then 'older groups'
        when first_on > getvariable('aged_on')::date
            or is_early(first_on, (select min(covered.first_on) from covered where covered.kind = 'messages')) then null
        when first_on is not null then 'new groups'
    end as age
from begun;

-- Groups by the names that they are filed under: their titles, what a label says of them, or whether they are new.
create or replace temp view named_group as
select
    talk_group.* replace (
        case
            when getvariable('slice_by') = 'group' and getvariable('slice_label') = 'group_age'
            then coalesce(aged_group.age, 'unknown')
            when getvariable('slice_by') = 'group' and getvariable('slice_label') is not null
            then coalesce(group_trait.value, 'unknown')
            else talk_group.title
        end as title
    )
from raw.talk_group as talk_group
left join group_trait on group_trait.group_id = talk_group.group_id
    and group_trait.dimension = getvariable('slice_label')
left join aged_group on getvariable('slice_label') = 'group_age' and aged_group.group_id = talk_group.group_id;

-- Who is left out of every answer, and for what reason, by the latest label of each sort; of answers as of earlier days too.
-- Whatever does not say that consent is granted withdraws it; what is granted from a later day on is not yet.
create or replace temp view left_out as
with latest as (
    select person.member, said.dimension, said.value
    from raw.label as said
    join person using (account)
    where said.dimension in ('excluded', 'consent')
        and coalesce(local(said.valid_until)::date >= getvariable('as_of_on')::date, true)
        and (
            said.value not in ('no', 'granted')
            or coalesce(said.valid_from < ends_at(getvariable('as_of_on')::date), true)
        )
    qualify row_number() over (
        partition by person.member, said.dimension
        order by told_in_order(said.valid_from, said.observed_at, said.load_id) desc, said.value
    ) = 1
)
select member, min(case dimension when 'consent' then 'consent withdrawn' else value end) as reason
from latest
where (dimension = 'excluded' and value <> 'no') or (dimension = 'consent' and value <> 'granted')
group by member;

-- A member with any account that is a bot or staff is a bot or staff.
create or replace temp view described as
select person.member, bool_or(account.is_bot) as is_bot, bool_or(account.is_staff) as is_staff
from person
join raw.account as account using (account)
group by person.member;

create or replace temp view roster as
select
    person.member, min(local(said.joined_at)::date) as joined_on, max(local(said.left_at)::date) as left_on,
    arg_min(said.channel, said.joined_at) as channel
from raw.profile as said
join person using (account)
group by person.member;

create or replace temp view joined as
select person.member, min(local(said.happened_at)::date) as joined_on
from raw.membership as said
join person using (account)
where said.change = 'join'
group by person.member;

-- Every member by handle, and whether they count. Bots never count, staff only if asked for, and nobody who is left out.
create or replace temp view everyone as
select
    account.account as member, account.handle, account.key, account.platform, described.is_bot, described.is_staff,
    left_out.reason as left_out_for,
    not described.is_bot and (coalesce(getvariable('with_staff'), false) or not described.is_staff)
        and left_out.member is null as counts
from raw.account as account
join described on described.member = account.account
left join left_out on left_out.member = account.account;

create or replace temp view standing_day as
select person.member, purchase.ordered_on as day, count(*) as times
from raw.purchase as purchase
join person using (account)
where coalesce(getvariable('by_orders'), false)
group by all
union all
select person.member, rollup.day, 1
from raw.account_day as rollup
join person using (account)
where not coalesce(getvariable('by_orders'), false) and rollup.messages > 0
group by all;

-- The RFM segment that each member stood in at the start of each period, by what came before it; a layer is known only where
-- layers are asked about.
create or replace temp view standing_anew as
with start as (
    select unnest(periods(min(day), getvariable('as_of_on')::date)) as starts_on
    from raw.account_day
    where getvariable('slice_by') = 'segment'
    union
    select (getvariable('as_of_on')::date + 1) where getvariable('in_segment') is not null
),
history as (
    select start.starts_on, day.member, max(day.day) as last_on, sum(day.times) as times
    from start
    join standing_day as day on day.day < start.starts_on
    join everyone on everyone.member = day.member and everyone.counts
    group by all
),
scored as (
    select
        starts_on, member,
        fifth(rank() over (partition by starts_on order by last_on) - 1, count(*) over (partition by starts_on)) as r,
        fifth(rank() over (partition by starts_on order by times) - 1, count(*) over (partition by starts_on)) as f
    from history
)
select starts_on, member, segment_of(r, f) as segment, null::varchar as level from scored;
create or replace temp view standing as from standing_anew;

-- Where each group's log begins: with the first record of any group in the same export, for quiet inside an export is quiet.
-- Orders and events, which name no group, have a log of their own; days that a list of members states are in no log.
create or replace temp view log_start as
with export as (
    select load_id, min(first_on) as first_on from covered where kind = 'messages' group by load_id
)
select covered.group_id, any_value(covered.platform) as platform, min(export.first_on) as starts_on
from covered
join export using (load_id)
where covered.kind = 'messages'
group by covered.group_id
union all
select null, null, min(first_on) from covered where kind in ('orders', 'events') having min(first_on) is not null;

-- Each member's birth: the stated day of joining or the first deed of any kind, whichever was first. `is_earlier`: who was
-- there before the log begins, as far as is known; `is_followed`: whose every deed since birth the log holds.
create or replace temp view origin_anew as
with deed_day as (
    select person.member, place.first_did_on as day, place.first_spoke_on, log_start.starts_on
    from raw.account_group as place
    join person using (account)
    join log_start on log_start.group_id is not distinct from place.group_id
),
first_deed as (
    select
        member, min(day) as first_on, min(first_spoke_on) as first_spoke_on,
        arg_min(starts_on, (day, date '9999-12-31' - starts_on)) filter (day is not null) as log_starts_on
    from deed_day
    group by member
),
known as (
    select
        everyone.member, first_deed.first_on, first_deed.first_spoke_on, first_deed.log_starts_on,
        least(roster.joined_on, joined.joined_on) as joined_on
    from everyone
    left join first_deed using (member)
    left join roster using (member)
    left join joined using (member)
)
select
    member, first_on, first_spoke_on, joined_on, least(joined_on, first_on) as origin_on,
    is_early(first_on, log_starts_on) and coalesce(joined_on > first_on, true) as is_earlier,
    not is_early(first_on, log_starts_on)
        or coalesce(joined_on between log_starts_on and first_on, false) as is_followed
from known;
create or replace temp view origin as from origin_anew;

-- The days that tenure counts from, for answers by tenure.
create or replace temp view beginning as select member, origin_on from origin;

-- Members of whom everything holds that is asked for with --only, and nothing that is with --without.
create or replace temp view fitting as
with said as (
    select member, 'member' || chr(31) || handle as word from everyone
    union all
    select member, 'platform' || chr(31) || platform from everyone
    union all
    select member, 'channel' || chr(31) || channel from roster where channel is not null
    union all
    select person.member, said.dimension || chr(31) || said.value
    from raw.label as said
    join person using (account)
    where is_in_force(said.valid_from, said.valid_until) and coalesce(said.said_by <> 'check', true)
),
held as (select member, list(word) as words from said group by member)
select member
from held
where len(
        list_filter(
            coalesce(getvariable('wanted')::varchar[][], []), lambda alternatives: not list_has_any(alternatives, words)
        )
    ) = 0
    and not list_has_any(coalesce(getvariable('unwanted')::varchar[], []), words);

-- Members of whom more is known than that somebody mentioned them.
create or replace temp view met as
select person.member
from (
    select account from raw.account_group
    union all
    select account from raw.profile
    union all
    select account from raw.membership
    union all
    select unnest([inviter, invitee]) from raw.referral
    union all
    select account from raw.alone
)
join person using (account);

-- Members who count and belong to the groups asked about, with what they can be sliced by.
create or replace temp view member_anew as
select everyone.member, everyone.handle, everyone.platform, roster.channel,
    case when getvariable('slice_by') = 'trait' then coalesce(trait.value, 'unknown') end as trait, joined.joined_on,
    roster.left_on
from everyone
left join roster using (member)
left join joined using (member)
left join trait on getvariable('slice_by') = 'trait' and trait.member = everyone.member
    and trait.dimension = getvariable('slice_label')
where everyone.counts
    and everyone.member in (select member from met)
    and (
        getvariable('in_groups') is null
        or everyone.member in (
            select person.member
            from (
                select account, group_id from raw.account_group
                union all
                select account, group_id from raw.membership
                union all
                select account, group_id from raw.profile
            )
            join person using (account)
            where getvariable('in_groups') is not null and in_cut_group(group_id)
        )
    )
    and (
        (getvariable('wanted') is null and getvariable('unwanted') is null)
        or everyone.member in (select member from fitting)
    )
    and (
        getvariable('in_segment') is null
        or everyone.member in (
            select member from standing
            where segment = getvariable('in_segment') and starts_on = getvariable('as_of_on')::date + 1
        )
    );
create or replace temp view member as from member_anew;
