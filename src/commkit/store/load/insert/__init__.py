"""Staged records become facts of the community."""
