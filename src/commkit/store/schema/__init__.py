"""The tables of both files."""
