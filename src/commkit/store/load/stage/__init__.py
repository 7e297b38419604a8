"""What was read of an export, in tables of its own, by kind."""
