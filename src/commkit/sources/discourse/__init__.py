"""Exports of Discourse."""
