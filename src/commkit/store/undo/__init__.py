"""A load taken out of a community."""
