"""The throws that the standard library lacks."""

from collections.abc import Mapping
from random import Random


def likely(random: Random, chance: float) -> bool:
    """Tell whether something of a given chance happens."""
    return random.random() < chance


def kind(random: Random, weights: Mapping[str, float]) -> str:
    """Draw one of several kinds by their weights."""
    return random.choices(list(weights), list(weights.values()))[0]


def poisson(random: Random, mean: float) -> int:
    """Draw a Poisson count."""
    count, left = 0, random.expovariate(1.0)
    while left < mean:
        count += 1
        left += random.expovariate(1.0)
    return count
