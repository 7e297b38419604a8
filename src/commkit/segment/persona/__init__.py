"""Who members are, by what labels say of them."""

FEWEST = 5  # what fewer people are would tell who they are
