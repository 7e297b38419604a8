"""How long does it last, where for many it is not over yet?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

NORMAL_975 = 1.959963984540054  # leaves 2.5% of a normal distribution on either side
_HALF = 0.5 * (1 + 1e-12)  # a product of fractions that is one half may come out a bit above it
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve at each distinct time: who was at risk, how many ended, and what share lasts longer.

    The band is pointwise, 95%, of the log-log kind: never outside 0 to 1. Where nobody is left its upper edge is NaN,
    for the formula gives none.
    """

    times: Floats
    at_risk: Floats
    ended: Floats
    survival: Floats
    variance: Floats
    lower: Floats
    upper: Floats

    def at(self, times: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Survival past each time with its band; NaN where nobody was followed so long and not all have ended."""
        import numpy as np

        place = np.searchsorted(self.times, times, side="right")
        is_past = np.asarray(times) > self.times.max(initial=0)
        unknown = is_past & ((self.survival[-1] > 0) if self.times.size else np.True_)
        told = (np.append(1.0, values)[place] for values in (self.survival, self.lower, self.upper))
        survival, lower, upper = (np.where(unknown, np.nan, values) for values in told)
        return survival, lower, upper

    def lasting(self, times: ArrayLike) -> Floats:
        """How many are known to have lasted longer than each time, or to have been there as it was over."""
        import numpy as np

        last = np.searchsorted(self.times, times, side="left")
        over = np.append(self.ended, 0.0)[last] * np.isin(times, self.times)
        known: Floats = np.append(self.at_risk, 0.0)[last] - over
        return known

    def median(self) -> tuple[float, float, float]:
        """The first time by which half have ended, and those at which the band's edges get there; NaN: not reached."""
        return _first(self.times, self.survival), _first(self.times, self.lower), _first(self.times, self.upper)

    def mean(self) -> float:
        """The area under the curve; NaN where it does not come down to zero."""
        import numpy as np

        if not self.times.size or self.survival[-1] > 0:
            return math.nan
        return float(np.diff(self.times, prepend=0.0) @ np.concatenate(([1.0], self.survival[:-1])))


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether curves differ by more than chance: chi-square, its degrees of freedom, and the p-value."""

    chi_square: float
    degrees: int
    p: float


def kaplan_meier(times: ArrayLike, ended: ArrayLike, censored: ArrayLike) -> Curve:
    """The curve of so many who ended, and so many who were last seen still there, at each time, in any order.

    Who is last seen at a time was at risk at it. The variance is Greenwood's.
    """
    import numpy as np

    distinct, place = np.unique(np.asarray(times, np.float64), return_inverse=True)
    over, left = (
        np.bincount(place, np.asarray(each, np.float64), distinct.size).astype(np.float64) for each in (ended, censored)
    )
    at_risk = np.cumsum((over + left)[::-1])[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(1 - over / at_risk, dtype=np.float64)
        relative = np.cumsum(over / (at_risk * (at_risk - over)), dtype=np.float64)
        variance = np.where(survival > 0, survival**2 * relative, 0.0)
        lower, upper = _band(survival, relative)
    return Curve(distinct, at_risk, over, survival, variance, lower, upper)


def log_rank(curves: Sequence[Curve]) -> LogRank | None:
    """The log-rank test between curves of different people; nothing where the data cannot tell them apart."""
    import numpy as np

    times = np.unique(np.concatenate([curve.times[curve.ended > 0] for curve in curves]))
    at_risk = np.stack([_at_risk(curve, times) for curve in curves], axis=1)
    ended = np.stack([_ended(curve, times) for curve in curves], axis=1)
    everyone, over = at_risk.sum(axis=1), ended.sum(axis=1)
    excess = (ended - at_risk * (over / everyone)[:, None]).sum(axis=0)
    spread = over * (everyone - over) / np.maximum(everyone - 1, 1) / everyone**2
    covariance = np.diag((spread * everyone) @ at_risk) - (at_risk * spread[:, None]).T @ at_risk
    # Its rows add up to zero, so that one of them is always to spare.
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


def _band(survival: Floats, relative: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    hazard = -np.log(survival)
    wide = np.exp(NORMAL_975 * np.sqrt(relative) / hazard)
    lower = np.where(survival < 1, np.exp(-hazard * wide), 1.0)
    upper = np.where(survival < 1, np.exp(-hazard / wide), 1.0)
    return np.where(survival > 0, lower, 0.0), np.where(survival > 0, upper, np.nan)


def _first(times: Floats, values: Floats) -> float:
    import numpy as np

    found = np.flatnonzero(values <= _HALF)
    return float(times[found[0]]) if found.size else math.nan


def _at_risk(curve: Curve, times: Floats) -> Floats:
    import numpy as np

    return np.append(curve.at_risk, 0.0)[np.searchsorted(curve.times, times)]


def _ended(curve: Curve, times: Floats) -> Floats:
    import numpy as np

    found = np.zeros(times.size)
    over = curve.ended > 0
    found[np.searchsorted(times, curve.times[over])] = curve.ended[over]
    return found
