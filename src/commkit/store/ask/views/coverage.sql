-- From which to which local day each load tells of each kind of fact: of a group, of the events of a name, or of all. A load
-- of messages tells of everything else that its format can tell, in the groups that it has; what is planned, once it is over.
create or replace temp view covered as
with told as (
    select
        said.kind, said.name, said.group_id, coalesce(load.platform, load.source) as platform, load.load_id, load.lacks,
        said.first_at,
        coalesce(said.until_at, least(ends_at(local(said.last_at)::date), load.loaded_at)) as until_at
    from raw.coverage as said
    join raw.load as load using (load_id)
    where not said.is_wrong
),
beside as (
    select
        unnest(['replies', 'reactions', 'joins', 'leaves']) as kind, name, group_id, platform, load_id, lacks, first_at,
        until_at
    from told
    where kind = 'messages'
)
select
    kind, name, group_id, platform, load_id, local(first_at)::date as first_on, local(until_at) as until_local
from (
    select kind, name, group_id, platform, load_id, first_at, until_at from told
    union all
    select kind, name, group_id, platform, load_id, first_at, until_at
    from beside
    where not list_contains(lacks, kind)
)
where until_at > first_at;

-- The platforms that can tell a kind of fact.
create or replace temp view telling as select distinct platform, kind from covered;
