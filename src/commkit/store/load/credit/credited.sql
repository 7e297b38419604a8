select count(*), count(distinct author_ref) from stage.relay
