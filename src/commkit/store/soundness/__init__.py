"""Whether a community's files are whole, found out by reading all of them."""
