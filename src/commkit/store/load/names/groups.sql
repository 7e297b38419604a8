-- Every group that the staged records name, once.
select distinct group_ref
from (
    select group_ref from stage.talk_group
    union all select group_ref from stage.named_group
)
where group_ref is not null
