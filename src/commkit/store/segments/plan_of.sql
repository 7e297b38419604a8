-- The loads that have kept a plan of this name.
select distinct load_id from raw.label where dimension = $dimension order by load_id
