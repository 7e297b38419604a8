"""Exports of Zulip."""
