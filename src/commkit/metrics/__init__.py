"""How much, how often, how long: rows are periods, steps or groups."""
