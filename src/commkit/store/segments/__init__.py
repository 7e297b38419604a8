"""Segments that were saved by name."""
