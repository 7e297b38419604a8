-- The vocabulary of every question. Variables say how it is cut: since_on, until_on, as_of_on (days, inclusive),
-- in_groups (group numbers or null), in_segment, with_staff, active_by, every, slice_by, slice_label (the
-- dimension of labels by which members, or groups, are sliced), wanted and unwanted (the words by which
-- members are picked), aged_on (the day on which groups are new or not), in_levels (the layers looked at, or
-- null), features (what is asked of members), tz, settled_on (the last day on which what people are given time
-- for can be over), now_at (the instant of asking, UTC), by_orders (whether there are orders) and by_chat
-- (whether there are messages or a roster).
create or replace temp macro rate(n, d) as n / nullif(d, 0);
create or replace temp macro local(t) as
    case when getvariable('tz') = 'UTC' then t else timezone(getvariable('tz'), timezone('UTC', t)) end;
-- Whether a kind of fact is told by days of the community's own calendar, which are in no zone.
create or replace temp macro is_in_days(kind) as kind in ('daily_counts', 'ledger', 'budgets');
-- The UTC instant at which a local day is over.
create or replace temp macro ends_at(day) as
    case
        when getvariable('tz') = 'UTC' then (day + 1)::timestamp
        else timezone('UTC', timezone(getvariable('tz'), (day + 1)::timestamp))
    end;
-- Whether a label holds as of the answer, its last day included.
create or replace temp macro is_in_force(valid_from, valid_until) as
    coalesce(valid_from < ends_at(getvariable('as_of_on')::date), true)
    and coalesce(local(valid_until)::date >= getvariable('as_of_on')::date, true);
-- Whether labels of a dimension tell what somebody is like, and are not about looking at them.
create or replace temp macro is_descriptive(dimension) as
    dimension not in ('excluded', 'consent', 'segment') and not starts_with(dimension, 'plan:');
-- Whether a case ended with what was asked for.
create or replace temp macro is_adopted(outcome) as coalesce(
    regexp_matches(
        lower(outcome),
        '^(adopted|accepted|approved|implemented|yes|y|true|1|是|已?通过)$'
        || '|^part(ial)?ly (adopted|accepted|implemented)|^(已|部分|全部)?(采纳|采用|实施|落实)'
    ), false
);
-- Whether a score is one of the upper two of its scale, such as 1-5.
create or replace temp macro is_in_top_two(score, scale) as
    score >= try_cast(regexp_extract(scale, '-([0-9]+)$', 1) as integer) - 1;
-- Seconds of work from a Monday long ago to a local instant, where people work from Monday to Friday between two seconds of
-- the day.
create or replace temp macro worked_seconds(t, opens, closes) as
    (datediff('day', date '1970-01-05', t::date) // 7 * 5 + least(isodow(t::date) - 1, 5)) * (closes - opens)
    + case when isodow(t::date) < 6
        then least(greatest(epoch(t - t::date::timestamp) - opens, 0), closes - opens) else 0
    end;
-- Whether an incident is of the gravest kind, as its topic or its severity says.
create or replace temp macro is_severe(severity, topic) as
    coalesce(regexp_matches(lower(topic), 'leak|breach|brushing|fraud|fake (order|review|account)|泄露|泄漏|刷量|刷单|造假'), false)
    or coalesce(
        regexp_matches(lower(trim(severity)), '^(critical|highest|blocker|urgent|s(ev)?[ -]?[01]|p[ -]?0|重大|特别?重大|严重|紧急|一级|i级|高危)'),
        false
    );
-- In what order labels were told: by the days that they are valid from, undated ones first, then as they came.
create or replace temp macro told_in_order(valid_from, observed_at, load_id) as
    row(coalesce(valid_from, timestamp '-infinity'), observed_at, load_id);
-- What is told of one member: whether it is so, once there was time for it.
create or replace temp macro outcome(is_over, is_so) as
    case when not is_over then 'pending' when is_so then 'yes' else 'no' end;
create or replace temp macro period_start(day) as date_trunc(coalesce(getvariable('every'), 'week'), day)::date;
create or replace temp macro period_length() as
    case coalesce(getvariable('every'), 'week')
        when 'day' then interval 1 day when 'week' then interval 7 day when 'month' then interval 1 month
        when 'quarter' then interval 3 month else interval 1 year
    end;
create or replace temp macro period_end(day) as (period_start(day) + period_length())::date;
-- The first day of each period from that of one day to that of another.
create or replace temp macro periods(first_on, last_on) as
    generate_series(period_start(first_on)::timestamp, period_start(last_on)::timestamp, period_length())::date[];
-- How many periods lie between the one of a day and that of a later day. The engine's weeks begin on any day.
create or replace temp macro periods_between(first_on, last_on) as
    case coalesce(getvariable('every'), 'week')
        when 'week' then (period_start(last_on) - period_start(first_on)) // 7
        else datediff(getvariable('every'), first_on::date, last_on::date)
    end;
create or replace temp macro period_after(starts_on, number) as (starts_on + number::integer * period_length())::date;
-- The last day of which anything is known.
create or replace temp macro known_on() as least(getvariable('as_of_on')::date, getvariable('settled_on')::date);
create or replace temp macro in_span(day) as
    day <= getvariable('as_of_on')::date
    and (getvariable('since_on')::date is null or day >= getvariable('since_on')::date)
    and (getvariable('until_on')::date is null or day <= getvariable('until_on')::date);
-- Whether something was done on the day of the instant that is asked about, up to it, where as-of is the day before.
create or replace temp macro is_of_today(done_at) as coalesce(
    getvariable('until_on')::date is null and done_at <= getvariable('now_at')::timestamp
    and local(done_at)::date = local(getvariable('now_at')::timestamp)::date
    and local(getvariable('now_at')::timestamp)::date <= getvariable('as_of_on')::date + 1,
    false
);
-- Who is first seen so soon after a log begins may have been there before it.
create or replace temp macro is_early(day, log_starts_on) as coalesce(day < log_starts_on + 30, false);
-- Whether only some members are asked about, so that records of nobody do not count.
create or replace temp macro is_of_some() as
    getvariable('in_segment') is not null or getvariable('wanted') is not null or getvariable('unwanted') is not null
    or getvariable('in_levels') is not null;
-- Whether all of the community is asked about; what is of no member and no group is known only then.
create or replace temp macro is_of_all() as not is_of_some() and getvariable('in_groups') is null;
create or replace temp macro in_cut_group(number) as
    (getvariable('in_groups')::integer[] is null or list_contains(getvariable('in_groups')::integer[], number));
create or replace temp macro is_active(messages, reactions_sent, purchases, events) as
    case coalesce(getvariable('active_by'), 'spoke')
        when 'reacted' then reactions_sent > 0 when 'bought' then purchases > 0 when 'event' then events > 0
        when 'any' then messages > 0 or reactions_sent > 0 or purchases > 0 or events > 0 else messages > 0
    end;

-- Whether any of these features of members is asked for.
create or replace temp macro wants(names) as list_has_any(getvariable('features')::varchar[], names);

-- One score of 1 to 5: equal values score equally, and the worst score 1.
create or replace temp macro fifth(worse, n) as least(5, 1 + (5 * worse // n))::integer;

-- Eleven segments on the grid of R and F: an exact partition of its 25 cells.
create or replace temp macro segment_of(r, f) as
    case
        when r = 5 and f >= 4 then 'champions'
        when r >= 3 and f >= 4 then 'loyal'
        when r >= 4 and f >= 2 then 'potential_loyalist'
        when r = 5 then 'new'
        when r = 4 then 'promising'
        when r = 3 and f = 3 then 'need_attention'
        when r = 3 then 'about_to_sleep'
        when f = 5 then 'cannot_lose'
        when f >= 3 then 'at_risk'
        when r = 1 and f = 1 then 'lost'
        else 'hibernating'
    end;

-- The five-level value system on the sum of the three scores; levels 4 and 5 are high value.
create or replace temp macro value_level(total) as
    case when total <= 4 then 1 when total <= 7 then 2 when total <= 10 then 3 when total <= 12 then 4 else 5 end;
-- The sum of the three scores, where scores 2 to 5 of each begin at these bounds.
create or replace temp macro value_total(recency_days, frequency, monetary, r2, r3, r4, r5, f2, f3, f4, f5, m2, m3, m4, m5) as
    3 + (recency_days <= r2)::tinyint + (recency_days <= r3)::tinyint + (recency_days <= r4)::tinyint
    + (recency_days <= r5)::tinyint + (frequency >= f2)::tinyint + (frequency >= f3)::tinyint
    + (frequency >= f4)::tinyint + (frequency >= f5)::tinyint + (monetary >= m2)::tinyint
    + (monetary >= m3)::tinyint + (monetary >= m4)::tinyint + (monetary >= m5)::tinyint;
create or replace temp macro tenure(days) as
    case
        when days < 7 then '0-6 days' when days < 30 then '07-29 days' when days < 90 then '30-89 days'
        when days < 365 then '90-364 days' when days is not null then '365+ days'
    end;

-- Where only some layers are asked about, what belongs to others is filed apart, marked.
create or replace temp macro filed(base, level) as
    case
        when getvariable('in_levels') is null
            or list_contains(getvariable('in_levels')::varchar[], coalesce(level, 'joined'))
        then base else chr(31) || coalesce(base, '')
    end;
create or replace temp macro slice_base(slice) as
    case when starts_with(slice, chr(31)) then nullif(substr(slice, 2), '') else slice end;
-- What a fact is filed under when the answer is broken down; tenure, segment and layer are those of the period's start.
create or replace temp macro slice_of(called, platform, channel, trait, origin_on, segment, level, day) as
    filed(
        case getvariable('slice_by')
            when 'group' then called
            when 'platform' then platform
            when 'channel' then channel
            when 'trait' then trait
            when 'tenure' then tenure(case when origin_on is not null then greatest(0, period_start(day) - origin_on) end)
            when 'segment' then coalesce(segment, 'prospect')
            when 'layer' then coalesce(segment, 'joined')
        end, level
    );
-- The same of what is filed already, for a period in which tenure, segment and layer may be others.
create or replace temp macro slice_again(slice, origin_on, segment, level, day) as
    filed(
        case getvariable('slice_by')
            when 'tenure' then tenure(case when origin_on is not null then greatest(0, period_start(day) - origin_on) end)
            when 'segment' then coalesce(segment, 'prospect')
            when 'layer' then coalesce(segment, 'joined')
            else slice_base(slice)
        end, level
    );
-- Whether what a fact is filed under depends on where its member stands at the period's start.
create or replace temp macro reads_standing() as
    coalesce(getvariable('slice_by') in ('segment', 'layer'), false) or getvariable('in_levels') is not null;
