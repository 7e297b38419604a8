"""Who members are, by what labels say of them."""
