-- Every author and every group of a load, once, with the platform's own id.
with said as (
    select distinct author_ref as ref, true as is_account from stage.message where load_id = $load_id
    union all
    select distinct group_ref, false from stage.message where load_id = $load_id
)
select ref, is_account, substr(ref, strpos(ref, chr(31)) + 1) as id from said
