select count(*) from shaped where not is_doubtful
