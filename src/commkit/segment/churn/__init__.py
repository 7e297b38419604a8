"""Who is about to fall silent, what came before, and whether writing to them helped."""
