"""Numbers to hold a community to, from its own last quarter."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from statistics import median, quantiles
from typing import TYPE_CHECKING

from commkit.stats.usual import LEAST_CHANGE, MEDIAN_DEVIATION, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

ROBUST = WIDTH * MEDIAN_DEVIATION  # times the median distance from the median
FAR = 2  # a baseline is at most so many times worse than the worst that is usual
DIGITS = 2  # that are worth anything


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a number fails, warns, and does well, with the middle and the usual span that these come from."""

    baseline: float
    target: float | None
    challenge: float | None
    middle: float
    low: float
    high: float


def draw_thresholds(values: Sequence[float], *, is_up_good: bool) -> Thresholds | None:
    """Thresholds from the values of a quarter, the last one last; None where the worst usual value is as bad as can be.

    Usual is what lies within 3.5 robust deviations of the median, or within 10% of it. The baseline lies at the edge of
    that span, at most at half of the lowest usual value (twice the highest, where down is good). The target is what
    three of four usual periods reached, and the last one too; the challenge is the best of them. All are rounded to two
    digits to the side where fewer fail.
    """
    middle = median(values)
    width = max(ROBUST * median(abs(value - middle) for value in values), LEAST_CHANGE * middle)
    usual = sorted((value for value in values if abs(value - middle) <= width), reverse=not is_up_good)
    worst, best = usual[0], usual[-1]
    if min(usual) < 0 or worst == 0:
        return None
    edge = max(middle - width, worst / FAR) if is_up_good else min(middle + width, worst * FAR)
    baseline, target, challenge = (
        _round(value, down=is_up_good) for value in (edge, _reached(usual, values[-1], is_up_good=is_up_good), best)
    )
    is_target_apart = _is_better(target, baseline, is_up_good=is_up_good)
    is_challenge_apart = challenge > 0 and _is_better(challenge, target, is_up_good=is_up_good)
    return Thresholds(
        baseline,
        target if is_target_apart else None,
        challenge if is_challenge_apart else None,
        middle,
        min(usual),
        max(usual),
    )


def _reached(usual: Sequence[float], last: float, *, is_up_good: bool) -> float:
    """What three of four usual values, the worst of them first, are as good as, and the last one where it is usual."""
    quarter = quantiles(usual, n=4, method="inclusive")[0 if is_up_good else -1] if len(usual) > 1 else usual[0]
    if last not in usual:
        return quarter
    return min(quarter, last) if is_up_good else max(quarter, last)


def _is_better(value: float, other: float, *, is_up_good: bool) -> bool:
    return value > other if is_up_good else value < other


def _round(value: float, *, down: bool) -> float:
    """The value to two digits, down or up."""
    exact = Decimal(repr(value))
    if not exact:
        return 0.0
    places = Decimal(1).scaleb(exact.adjusted() - DIGITS + 1)
    return float(exact.quantize(places, ROUND_FLOOR if down else ROUND_CEILING))


def falls_from_previous(values: Sequence[float]) -> list[float]:
    """How far each two values running both fell from the one before, as shares; a rise is below zero."""
    falls = [1 - after / before if before else 0.0 for before, after in pairwise(values)]
    return [min(pair) for pair in pairwise(falls)]


def falls_from_median(values: Sequence[float], of: int) -> list[float]:
    """How far each value fell from the median of as many before it, as shares; a rise is below zero."""
    found = []
    for place in range(of, len(values)):
        usual = median(values[place - of : place])
        found.append(1 - values[place] / usual if usual else 0.0)
    return found


def beyond(falls: Sequence[float], least: int, step: int = 5) -> int:
    """A fall in percent that is larger than all of these: the next multiple of `step`, at least `least`."""
    worst = round(max(falls, default=0.0) * 100, 9)  # 1 - 80 / 100 is a little less than a fifth
    return max(least, int(worst // step + 1) * step)
