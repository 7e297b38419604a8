"""How members move between classes when every period is like the last: shares, where they settle, what comes next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Matrix = Sequence[Sequence[float]]


def share_rows(counts: Matrix) -> list[list[float]]:
    """Each row's parts of its sum; NaN where the sum is 0, for nothing is known of such a row."""
    return [[part / whole if whole else math.nan for part in row] for row in counts for whole in (math.fsum(row),)]


def find_stationary(shares: Matrix) -> list[float] | None:
    """The distribution over classes that a period leaves as it is; None where there is not exactly one.

    There are several where classes fall into sets that nobody leaves, and none is known where a row is NaN.
    """
    if not shares or any(math.isnan(share) for row in shares for share in row):
        return None
    closed = _find_closed(shares)
    if len(closed) != 1:
        return None
    there = sorted(closed.pop())
    settled = dict(zip(there, _solve([[shares[start][end] for end in there] for start in there]), strict=True))
    return [settled.get(place, 0.0) for place in range(len(shares))]


def project(shares: Matrix, start: Sequence[float], inflow: Sequence[float], periods: int) -> list[float]:
    """The expected numbers by class after so many periods, when in each all move by shares and the inflow then joins.

    A row may sum to less than one: who is missing has left. Nobody moves out of a class in which nobody is, so a row of
    NaN does harm only where somebody is in its class.
    """
    numbers = list(start)
    for _ in range(periods):
        moving = [(number, row) for number, row in zip(numbers, shares, strict=True) if number]
        numbers = [new + math.fsum(number * row[place] for number, row in moving) for place, new in enumerate(inflow)]
    return numbers


def _find_closed(shares: Matrix) -> set[frozenset[int]]:
    """The sets of classes out of which no way leads and within which a way leads from each to each."""
    reach = [{start} | {end for end, share in enumerate(row) if share > 0} for start, row in enumerate(shares)]
    for through, onward in enumerate(reach):
        for start, ends in enumerate(reach):
            if through in ends:
                reach[start] = ends | onward
    return {frozenset(ends) for ends in reach if all(reach[end] == ends for end in ends)}


def _solve(shares: list[list[float]]) -> list[float]:
    """The stationary distribution where a way leads from each class to each, by Grassmann, Taksar and Heyman (1985).

    The equations are solved by taking out one class after the other. Nothing is subtracted, so a chain that hardly ever
    leaves a class, or that goes round, loses no digits.
    """
    size = len(shares)
    for last in range(size - 1, 0, -1):
        leaving = math.fsum(shares[last][:last])
        for start in range(last):
            shares[start][last] /= leaving
            for end in range(last):
                shares[start][end] += shares[start][last] * shares[last][end]
    weights = [1.0]
    for place in range(1, size):
        weights.append(math.fsum(weight * shares[start][place] for start, weight in enumerate(weights)))
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]
