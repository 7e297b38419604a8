-- Every group that the staged records name, once.
select distinct group_ref
from (
    select group_ref from stage.talk_group
    union all select group_ref from stage.message
    union all select group_ref from stage.profile
    union all select group_ref from stage.membership
    union all select group_ref from stage.interaction
    union all select group_ref from stage.survey
    union all select group_ref from stage.ticket
    union all select group_ref from stage.daily_count
)
where group_ref is not null
