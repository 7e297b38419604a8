-- From which to which local day each load tells of each kind of fact: of a group, of the events of a name, or of all. A load
-- of messages tells of everything else that its format can tell, in the groups that it has, and one of joining or leaving of
-- both; what is planned, once it is over. Where nobody on a platform ever answers a message, its exports do not tell answers:
-- workspaces from before there were threads, or people who never use them.
create or replace temp view covered as
with told as (
    select
        said.kind, said.name, said.group_id, coalesce(talk_group.platform, load.platform, load.source) as platform,
        load.load_id, load.lacks, case when is_in_days(said.kind) then ends_at(said.first_at::date - 1) else said.first_at end
            as first_at,
        coalesce(
            said.until_at,
            least(
                ends_at(case when is_in_days(said.kind) then said.last_at else local(said.last_at) end::date),
                load.loaded_at
            )
        ) as until_at
    from raw.coverage as said
    join raw.load as load using (load_id)
    left join raw.talk_group as talk_group using (group_id)
    where not said.is_wrong
),
beside as (
    select
        unnest(
            case when kind = 'messages' then ['replies', 'reactions', 'joins', 'leaves'] else ['joins', 'leaves'] end
        ) as kind,
        name, group_id, platform, load_id, lacks, first_at, until_at
    from told
    where kind in ('messages', 'joins', 'leaves')
),
answering as (
    select distinct talk_group.platform
    from raw.member_day as rollup
    join raw.talk_group as talk_group using (group_id)
    where rollup.replies_sent > 0
)
select
    kind, name, group_id, platform, load_id, local(first_at)::date as first_on, local(until_at) as until_local
from (
    select kind, name, group_id, platform, load_id, first_at, until_at from told
    union all
    select kind, name, group_id, platform, load_id, first_at, until_at
    from beside
    where not list_contains(lacks, kind) and (kind <> 'replies' or platform in (from answering))
)
where until_at > first_at;

-- The platforms that can tell a kind of fact, by their own exports or by a list of their members.
create or replace temp view telling as
select platform, kind from covered
union
select account.platform, told.kind
from (select distinct account, load_id from raw.profile) as said
join raw.load as load using (load_id)
join raw.account as account using (account)
cross join (values ('joins'), ('leaves')) as told (kind)
where not list_contains(load.lacks, told.kind);
