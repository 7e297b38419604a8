-- Every group has the title that the latest load to describe it gives.
update raw.talk_group as target
set
    kind = last_word.kind, title = last_word.title, is_stated = last_word.is_stated, load_id = told.load_id
from (
    select distinct on (group_id) group_id, is_stated, kind, title
    from raw.group_told
    order by group_id, is_stated desc, observed_at desc, coalesce(title, '') desc, kind desc
) as last_word
join (
    select group_id, coalesce(min(load_id) filter (is_stated), min(load_id)) as load_id
    from raw.group_told
    group by group_id
) as told using (group_id)
where target.group_id = last_word.group_id
