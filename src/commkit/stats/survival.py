"""How long something lasts when for many it is not over yet."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


NORMAL_975 = 1.959963984540054  # leaves 2.5% of a normal distribution on either side
_HALF = 0.5 * (1 + 1e-12)  # a product of fractions that is one half may come out slightly above it
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve at each distinct time: who was at risk, how many ended, and what share lasts longer.

    The band is pointwise, 95%, of the log-log kind: never outside 0 to 1. Where nobody is left, its upper
    edge is NaN: the formula is undefined there.
    """

    times: list[float]
    at_risk: list[float]
    ended: list[float]
    survival: list[float]
    variance: list[float]
    lower: list[float]
    upper: list[float]

    def at(self, times: Iterable[float]) -> tuple[list[float], list[float], list[float]]:
        """Survival past each time with its band; NaN where nobody was followed that long and not all have ended."""
        places = [self._find_place(time) for time in times]
        survival, lower, upper = (
            [math.nan if place is None else values[place - 1] if place else 1.0 for place in places]
            for values in (self.survival, self.lower, self.upper)
        )
        return survival, lower, upper

    def _find_place(self, time: float) -> int | None:
        """How many of the curve's times are at or before this one; None where nothing is known of it."""
        is_past = time > (self.times[-1] if self.times else 0)
        is_known = not is_past or (self.survival and self.survival[-1] <= 0)
        return bisect_right(self.times, time) if is_known else None

    def lasting(self, times: Iterable[float]) -> list[float]:
        """How many are known to have lasted beyond each time, or were last seen at it."""
        return [self._count_lasting(time) for time in times]

    def _count_lasting(self, time: float) -> float:
        place = bisect_left(self.times, time)
        if place == len(self.times):
            return 0.0
        return self.at_risk[place] - (self.ended[place] if self.times[place] == time else 0.0)

    def median(self) -> tuple[float, float, float]:
        """The first time by which half have ended, and those at which the band's edges get there; NaN: not reached."""
        return (
            _find_first(self.times, self.survival),
            _find_first(self.times, self.lower),
            _find_first(self.times, self.upper),
        )

    def mean(self) -> float:
        """The area under the curve; NaN where it does not fall to zero."""
        if not self.times or self.survival[-1] > 0:
            return math.nan
        steps = zip(pairwise([0.0, *self.times]), [1.0, *self.survival], strict=False)  # in the end nobody is left
        return math.fsum((end - start) * share for (start, end), share in steps)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether curves differ by more than chance: chi-square, its degrees of freedom, and the p-value."""

    chi_square: float
    degrees: int
    p: float


def kaplan_meier(times: Iterable[float], ended: Iterable[float], censored: Iterable[float]) -> Curve:
    """The curve, from how many ended and how many were last seen still there at each time, in any order.

    Whoever is last seen at a time was at risk at it. The variance is Greenwood's.
    """
    over: defaultdict[float, float] = defaultdict(float)
    gone: defaultdict[float, float] = defaultdict(float)
    for time, ends, stays in zip(times, ended, censored, strict=True):
        over[time] += ends
        gone[time] += ends + stays
    distinct = sorted(gone)
    at_risk = [*accumulate(gone[time] for time in reversed(distinct))][::-1]
    steps = [(over[time], risk) for time, risk in zip(distinct, at_risk, strict=True)]
    survival = list(accumulate((1 - ends / risk for ends, risk in steps), lambda share, part: share * part))
    relative = list(accumulate(_greenwood(ends, risk) for ends, risk in steps))
    pairs = list(zip(survival, relative, strict=True))
    variance = [share**2 * spread if share > 0 else 0.0 for share, spread in pairs]
    bands = [_bound(share, spread) for share, spread in pairs]
    lower, upper = [low for low, _ in bands], [high for _, high in bands]
    return Curve(distinct, at_risk, [ends for ends, _ in steps], survival, variance, lower, upper)


def log_rank(curves: Sequence[Curve]) -> LogRank | None:
    """The log-rank test between curves of different people; None where the data cannot tell them apart."""
    import numpy as np

    times = sorted({time for curve in curves for time, ends in zip(curve.times, curve.ended, strict=True) if ends > 0})
    at_risk = np.array([_count_at_risk(curve, times) for curve in curves]).T
    ended = np.array([_count_ended(curve, times) for curve in curves]).T
    everyone, over = at_risk.sum(axis=1), ended.sum(axis=1)
    excess = (ended - at_risk * (over / everyone)[:, None]).sum(axis=0)
    spread = over * (everyone - over) / np.maximum(everyone - 1, 1) / everyone**2
    covariance = np.diag((spread * everyone) @ at_risk) - (at_risk * spread[:, None]).T @ at_risk
    # Its rows add up to zero, so its rank is at most their number less one.
    degrees = int(np.linalg.matrix_rank(covariance, hermitian=True, rtol=_SINGULAR))
    if not degrees:
        return None
    chi_square = float(excess @ np.linalg.pinv(covariance, rtol=_SINGULAR, hermitian=True) @ excess)
    return LogRank(chi_square, degrees, chi_square_tail(chi_square, degrees))


def chi_square_tail(value: float, degrees: int) -> float:
    """The chance of a chi-square above `value`: a finite sum, since the degrees are whole."""
    if value <= 0:
        return 1.0
    half = value / 2
    odd = degrees % 2
    powers = (step + odd / 2 for step in range((degrees - odd) // 2))
    terms = (math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers)
    return math.fsum((math.erfc(math.sqrt(half)) if odd else 0.0, *terms))


def _greenwood(ended: float, at_risk: float) -> float:
    return ended / (at_risk * (at_risk - ended)) if ended < at_risk else math.inf


def _bound(survival: float, relative: float) -> tuple[float, float]:
    if survival <= 0:
        return 0.0, math.nan
    if survival >= 1:
        return 1.0, 1.0
    hazard = -math.log(survival)
    wide = math.exp(NORMAL_975 * math.sqrt(relative) / hazard)
    return math.exp(-hazard * wide), math.exp(-hazard / wide)


def _find_first(times: Sequence[float], values: Sequence[float]) -> float:
    return next((time for time, value in zip(times, values, strict=True) if value <= _HALF), math.nan)


def _count_at_risk(curve: Curve, times: Iterable[float]) -> list[float]:
    and_nobody = [*curve.at_risk, 0.0]
    return [and_nobody[bisect_left(curve.times, time)] for time in times]


def _count_ended(curve: Curve, times: Iterable[float]) -> list[float]:
    over = dict(zip(curve.times, curve.ended, strict=True))
    return [over.get(time, 0.0) for time in times]
