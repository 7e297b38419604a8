"""Those who ended beside those who stayed: sets of one and so many others, and what differs by more than chance."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    Told = Sequence[tuple[int, Hashable]]  # who, and what they must be alike in

_TIE = 1 + 1e-9  # probabilities that differ by less are one


def match(ended: Told, others: Told, most: int) -> list[list[tuple[int, int]]]:
    """For each who ended, pairs with themselves and with others who are alike: in every set the same number.

    Exact matching on coarse classes (Iacus, King and Porro 2012). Others serve once, in the order that they are given.
    The number is the one that tells most, at most `most`: sets with so many others, each weighed by k / (k + 1). Those
    with the fewest who are alike choose first. Whoever finds fewer is left out.
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for who, what in others:
        alike[what].append(who)
    order = sorted(range(len(ended)), key=lambda at: (len(alike[ended[at][1]]), at))
    chosen: dict[int, list[int]] = {at: [] for at in order}
    used: set[int] = set()
    at_class: dict[Hashable, int] = defaultdict(int)
    for _ in range(most):
        for at in order:
            found = _take(alike[ended[at][1]], at_class, ended[at][1], used)
            if found is not None:
                chosen[at].append(found)
    reached = [sum(len(found) >= number for found in chosen.values()) for number in range(1, most + 1)]
    worth = [sets * number / (number + 1) for number, sets in enumerate(reached, 1)]
    size = worth.index(max(worth)) + 1
    return [
        [(who, each) for each in (who, *chosen[at][:size])]
        for at, (who, _) in enumerate(ended)
        if len(chosen[at]) >= size
    ]


def _take(alike: Sequence[int], places: dict[Hashable, int], what: Hashable, used: set[int]) -> int | None:
    """The next of those alike who serves nobody yet; whoever was passed over is taken already."""
    while places[what] < len(alike):
        found = alike[places[what]]
        places[what] += 1
        if found not in used:
            used.add(found)
            return found
    return None


def find_chance(totals: Iterable[int], size: int, observed: int) -> float:
    """How often chance alone gives a number as unlikely as this of those who ended with something, of both sides.

    `totals`: how many of each set of `size` have it. Were the one who ended any of them, each set would add one with
    probability total / size: exact, whatever hits a whole set together (conditional logistic regression's score test).
    """
    import numpy as np

    chances = [total / size for total in sorted(totals) if total]
    law = np.ones(1)
    for chance in chances:
        law = np.append(law * (1 - chance), 0.0) + np.append(0.0, law * chance)
    if not 0 <= observed < len(law):
        return 0.0
    return float(min(1.0, law[law <= law[observed] * _TIE].sum()))


def find_interval(values: Sequence[float]) -> tuple[float, float, float] | None:
    """The mean of independent values and its 95% interval by Student's t; None of fewer than two."""
    import numpy as np
    from scipy.special import stdtrit

    if len(values) < 2:  # noqa: PLR2004 (one value tells no spread)
        return None
    given = np.asarray(values, dtype=float)
    mean, half = given.mean(), stdtrit(len(given) - 1, 0.975) * given.std(ddof=1) / len(given) ** 0.5
    return float(mean), float(mean - half), float(mean + half)
