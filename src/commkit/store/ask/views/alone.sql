-- Answers to surveys: scores, with the length of what was written, and those asked who did not answer, without a score; one
-- of them that has no day counts from the first answer to the survey. An answer that names nobody counts too. Where no scale
-- is told it is the one that is told of the same question, if the score fits; else the least of 1 to 5 and 0 to 10 that holds
-- all scores. Scores of 0 to 10 tell whether somebody would recommend the community, unless the question is another.
create or replace temp view survey as
with scaled as (
    select
        * exclude (scale), scale is not null as is_scale_told,
        coalesce(answered_at, min(answered_at) over (partition by survey)) as counts_at,
        coalesce(
            scale,
            case
                when min(scale) over of_question = max(scale) over of_question
                    and coalesce(score <= split_part(max(scale) over of_question, '-', 2)::integer, true)
                then max(scale) over of_question
            end,
            case when min(score) over of_question >= 1 and max(score) over of_question <= 5 then '1-5' else '0-10' end
        ) as scale
    from raw.survey
    window of_question as (partition by survey, question)
)
select
    person.member, said.group_id, said.key, said.answered_at, local(said.answered_at)::date as answered_on, said.survey,
    said.question, said.scale, said.is_scale_told,
    said.scale = '0-10' and coalesce(regexp_matches(lower(said.question), 'nps|recommend|推荐'), true) as is_nps, said.score, said.invited, said.length,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.counts_at)::date
    ) as slice
from scaled as said
left join person using (account)
left join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.counts_at)::date)
where in_span(local(said.counts_at)::date)
    and case
        when person.member is not null then member.member is not null
        else not is_of_some() and (getvariable('in_groups') is null or in_cut_group(said.group_id))
    end;

-- Cases: requests for help, complaints, disputes and so on; what happened to one after as-of is not known yet. The view has
-- another name than its table because `case` is a word of SQL.
create or replace temp view cases as
with known as (
    select
        said.* replace (
            case when answered_at < ends_at(getvariable('as_of_on')::date) then answered_at end as answered_at,
            case when closed_at < ends_at(getvariable('as_of_on')::date) then closed_at end as closed_at
        ),
        handler.member as assignee
    from raw.case as said
    left join person as handler on handler.account = said.other
)
select
    person.member, said.group_id, said.key, said.kind, said.opened_at, said.answered_at, said.closed_at,
    local(said.opened_at)::date as opened_on, local(said.closed_at)::date as closed_on, said.outcome, said.topic,
    said.severity, said.satisfaction, said.has_evidence, said.assignee,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.opened_at)::date
    ) as slice
from known as said
left join person using (account)
left join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.opened_at)::date)
where in_span(local(said.opened_at)::date)
    and case
        when person.member is not null then member.member is not null
        else not is_of_some() and (getvariable('in_groups') is null or in_cut_group(said.group_id))
    end;

-- Campaigns that run in the span, each as a whole; a campaign without an end is still running.
create or replace temp view campaign as
select
    campaign, channel, local(starts_at)::date as starts_on, local(ends_at)::date as ends_on,
    budget::decimal(18, 2) as budget_amount
from raw.campaign
where local(starts_at)::date
    <= least(coalesce(getvariable('until_on')::date, getvariable('as_of_on')::date), getvariable('as_of_on')::date)
    and coalesce(local(ends_at)::date >= getvariable('since_on')::date, true);

-- What was spent and taken in, and what is planned to be (`scenario` budget), with what it was for: on a day, or on all days
-- from it to `until_on`.
create or replace temp view ledger as
select
    said.day, coalesce(said.until_on, said.day) as until_on, said.category, said.flow, said.scenario, said.campaign, said.channel,
    said.amount::decimal(18, 2) as amount, case getvariable('slice_by') when 'channel' then said.channel end as slice
from raw.ledger as said
where in_span(said.day) or (said.scenario = 'budget' and coalesce(said.day >= getvariable('since_on')::date, true));

-- What is or was said of members, groups, contents and campaigns, and who said so; `content` is the key of the message with
-- that id, if there is one. A label without a day holds always. `label` has those that hold as of the answer.
create or replace temp view told_label as
select
    person.member, said.group_id, said.content, said.campaign, said.dimension, said.value, said.said_by,
    labeller.member as labelled_by, local(said.valid_from)::date as valid_from_on,
    local(said.valid_until)::date as valid_until_on, is_in_force(said.valid_from, said.valid_until) as is_in_force,
    said.load_id
from raw.label as said
left join person on person.account = said.account
left join person as labeller on labeller.account = said.other;
create or replace temp view label as select * exclude (is_in_force) from told_label where is_in_force;

-- What was said of the community on other sites.
create or replace temp view mention as
select
    said.happened_at, local(said.happened_at)::date as day, said.platform, said.topic, said.sentiment, said.reach,
    said.interactions, said.reposts
from raw.mention as said
where in_span(local(said.happened_at)::date);

-- Points given to members (`change` above 0) and spent by them or taken back (below 0).
create or replace temp view points as
select
    person.member, said.happened_at, local(said.happened_at)::date as day, said.change, said.reason, said.expires_on,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, member.trait, origin.origin_on,
        standing.segment, standing.level, local(said.happened_at)::date
    ) as slice
from raw.points as said
join person using (account)
join member using (member)
left join named_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join beginning as origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on reads_standing() and standing.member = person.member
    and standing.starts_on = period_start(local(said.happened_at)::date)
where in_span(local(said.happened_at)::date);

-- What was counted on a day by hand or by a platform: for a group, for one of the staff, or for the whole community.
create or replace temp view daily_count as
select said.day, said.name, said.value, said.group_id, person.member as staff,
    case getvariable('slice_by') when 'group' then coalesce(talk_group.title, talk_group.handle) end as slice
from raw.daily_count as said
left join person using (account)
left join named_group as talk_group on talk_group.group_id = said.group_id
where in_span(said.day) and (getvariable('in_groups') is null or in_cut_group(said.group_id));
