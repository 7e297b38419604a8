"""What commkit.toml could say of a community, from what its own records tell."""
