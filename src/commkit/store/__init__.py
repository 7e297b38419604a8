"""The only door to DuckDB: a community is loaded here, cut to what is asked, and answers."""
