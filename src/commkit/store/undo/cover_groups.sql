-- Groups are covered as far as the exports that remain cover them.
update raw.talk_group as target
set covers_until = covered.covers_until
from (
    select place.group_id, max(coalesce(load.covers_until, load.observed_at)) as covers_until
    from raw.talk_group as place
    left join (select distinct group_id, load_id from raw.message) as said using (group_id)
    left join raw.load as load on load.load_id = said.load_id
    group by place.group_id
) as covered
where target.group_id = covered.group_id
