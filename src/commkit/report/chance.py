"""Whether what moved did so by more than chance brings: nothing less is told as a finding."""

from __future__ import annotations

from commkit.stats.effect import find_effect

_CHI_SQUARE = 3.841  # with one degree of freedom, at 95%


def is_larger(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the first part is surely the larger share of its whole, by the interval of the difference at 95%."""
    effect = find_effect(*one, *other)
    return effect is not None and effect.low > 0


def is_one_sided(more: int, fewer: int) -> bool:
    """Whether of the members who moved surely more went the first way than the other, by McNemar's test at 95%."""
    return more > fewer and (more - fewer) ** 2 > _CHI_SQUARE * (more + fewer)
