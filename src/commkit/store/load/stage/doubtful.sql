select "row", place from shaped where is_doubtful order by "row", place
