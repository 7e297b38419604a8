-- Every group that each load names, once, unless that was found out while staging.
insert into stage.named_group
select distinct load_id, group_ref from stage.message where load_id not in (select load_id from stage.named_group)
union all select distinct load_id, group_ref from stage.profile
union all select distinct load_id, group_ref from stage.membership
union all select distinct load_id, group_ref from stage.interaction
union all select distinct load_id, group_ref from stage.event
union all select distinct load_id, group_ref from stage.alone
