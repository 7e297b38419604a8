select distinct account_ref from stage.alias
union
select other_ref from stage.alias
