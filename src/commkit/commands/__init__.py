"""Verbs: what commkit does, one file each."""
