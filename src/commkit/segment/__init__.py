"""Who: rows are members or their classes."""
