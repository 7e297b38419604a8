-- Answers to surveys: scores of 0 to 10, with the length of what was written. An answer that names nobody counts too.
create or replace temp view survey as
select
    person.member, said.group_id, said.key, said.answered_at, local(said.answered_at)::date as answered_on, said.survey,
    said.score, said.length,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, origin.origin_on,
        standing.segment, local(said.answered_at)::date
    ) as slice
from raw.survey as said
left join person using (account)
left join member using (member)
left join raw.talk_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(local(said.answered_at)::date)
where in_span(local(said.answered_at)::date)
    and case
        when person.member is not null then member.member is not null
        else getvariable('in_segment') is null and (getvariable('in_groups') is null or in_cut_group(said.group_id))
    end;

-- Requests for help; what happened to one after as-of is not known yet.
create or replace temp view ticket as
with known as (
    select
        * replace (
            case when answered_at < ends_at(getvariable('as_of_on')::date) then answered_at end as answered_at,
            case when closed_at < ends_at(getvariable('as_of_on')::date) then closed_at end as closed_at
        )
    from raw.ticket
)
select
    person.member, said.group_id, said.key, said.opened_at, said.answered_at, said.closed_at,
    local(said.opened_at)::date as opened_on, said.status, said.topic,
    slice_of(
        coalesce(talk_group.title, talk_group.handle), member.platform, member.channel, origin.origin_on,
        standing.segment, local(said.opened_at)::date
    ) as slice
from known as said
left join person using (account)
left join member using (member)
left join raw.talk_group as talk_group on getvariable('slice_by') = 'group' and talk_group.group_id = said.group_id
left join origin on getvariable('slice_by') = 'tenure' and origin.member = person.member
left join standing on getvariable('slice_by') = 'segment' and standing.member = person.member
    and standing.starts_on = period_start(local(said.opened_at)::date)
where in_span(local(said.opened_at)::date)
    and case
        when person.member is not null then member.member is not null
        else getvariable('in_segment') is null and (getvariable('in_groups') is null or in_cut_group(said.group_id))
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

-- What was spent, by the campaign or the channel that it was for.
create or replace temp view cost as
select
    local(spent_at)::date as spent_on, campaign, channel, amount::decimal(18, 2) as amount,
    case getvariable('slice_by') when 'channel' then channel end as slice
from raw.cost
where in_span(local(spent_at)::date);

-- Labels of contents, and who gave them; `content` is the key of the message with that id, if there is one. A label without
-- a day always counts.
create or replace temp view content_label as
select said.content, said.label, person.member as labelled_by, local(said.labelled_at)::date as labelled_on
from raw.content_label as said
left join person using (account)
where said.labelled_at is null or in_span(local(said.labelled_at)::date);

-- What a platform itself counted on a day: for a group, for one of the staff, or for the whole community.
create or replace temp view daily_count as
select said.day, said.name, said.value, said.group_id, person.member as staff,
    case getvariable('slice_by') when 'group' then coalesce(talk_group.title, talk_group.handle) end as slice
from raw.daily_count as said
left join person using (account)
left join raw.talk_group as talk_group on talk_group.group_id = said.group_id
where in_span(said.day) and (getvariable('in_groups') is null or in_cut_group(said.group_id));
