"""How many are active, how often, and who answers."""
