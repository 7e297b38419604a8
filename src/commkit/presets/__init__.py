"""Targets, rules and layer schemes as data."""
