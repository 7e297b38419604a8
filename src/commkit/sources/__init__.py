"""One module per export format; registry.py says which of them reads which files."""
