"""Who buys, and who buys again."""
