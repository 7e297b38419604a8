"""Several tests at once: which find something, so that few of what is found is chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def adjust(chances: Sequence[float]) -> list[float]:
    """Each p as the smallest share of chance among the findings at which its test finds something.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; never above 1.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    adjusted, least = [1.0] * len(chances), 1.0
    for rank, at in zip(range(len(chances), 0, -1), order, strict=True):
        least = min(least, chances[at] * len(chances) / rank)
        adjusted[at] = least
    return adjusted


def keep_findings(chances: Sequence[float], share: float = 0.05) -> list[bool]:
    """Which of many tests find something, so that at most this share of what is found is chance."""
    return [chance <= share for chance in adjust(chances)]


def find_split_chance(counts: Sequence[int], shares: Sequence[float]) -> float:
    """How easily chance splits people so unevenly between arms that are meant to get these shares: chi-square's p."""
    from scipy.special import chdtrc

    whole, parts = sum(counts), sum(shares)
    expected = [whole * share / parts for share in shares]
    square = sum((count - one) ** 2 / one for count, one in zip(counts, expected, strict=True))
    return float(chdtrc(len(counts) - 1, square))
