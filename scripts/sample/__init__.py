"""The parts of the generator of the invented community Bamboo Makers 竹里."""
