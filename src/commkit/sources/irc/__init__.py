"""Exports of IRC."""
