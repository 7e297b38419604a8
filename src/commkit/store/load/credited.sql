select count(*), count(distinct author_ref) from stage.message where bridge_ref is not null
