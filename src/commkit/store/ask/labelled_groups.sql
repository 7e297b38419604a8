-- The groups of which a label says this.
select group_id from group_trait where dimension = $dimension and value = $value
