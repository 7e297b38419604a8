"""Scores made to mean what they say: of those who score 30%, 30% churned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit.stats.classifier import find_rates
from commkit.stats.score_measures import Ranking, measure_ece

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_SIDES = (0.05, 20.0)  # between which a temperature is sought


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds times a slope, plus a shift; the order of people stays, since the slope is above 0."""

    method: str
    slope: float
    shift: float

    def find_rates(self, odds: Array) -> Array:
        """The probability of churning, a row each."""
        return find_rates(self.slope * odds + self.shift)


def fit_platt(odds: Array, churned: Array) -> Calibration:
    """A logistic regression of what happened on the log-odds (Platt 1999), unless that turns the order round."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6, solver="newton-cholesky", tol=1e-10).fit(odds.reshape(-1, 1), churned)
    slope, shift = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return Calibration("platt", slope, shift) if slope > 0 else fit_temperature(odds, churned)


def fit_temperature(odds: Array, churned: Array) -> Calibration:
    """Log-odds divided by one number, that under which what happened is likeliest (Guo et al. 2017)."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    def surprise(slope: float) -> float:
        scaled = slope * odds
        return float((np.logaddexp(0, scaled) - churned * scaled).mean())

    found = minimize_scalar(surprise, bounds=_SIDES, method="bounded", options={"xatol": 1e-6})
    return Calibration("temperature", float(found.x), 0.0)


FITS: dict[str, Callable[[Array, Array], Calibration]] = {"platt": fit_platt, "temperature": fit_temperature}


def choose_calibration(odds: Array, churned: Array, halves: Array) -> Calibration:
    """The way of calibration whose scores are nearer to what happened, by ECE; neither changes the AUC.

    `halves` is 0 or 1: each half is scored by what the other half teaches, so that nobody's own fate is looked up.
    Where a half holds none who churned or none who stayed, Platt's way is taken.
    """
    import numpy as np

    if any(np.ptp(churned[halves == half]) == 0 for half in (0, 1) if (halves == half).any()) or np.ptp(halves) == 0:
        return fit_platt(odds, churned)
    errors = {name: _cross_fit(fit, odds, churned, halves) for name, fit in FITS.items()}
    return FITS[min(errors, key=lambda name: errors[name])](odds, churned)


def _cross_fit(fit: Callable[[Array, Array], Calibration], odds: Array, churned: Array, halves: Array) -> float:
    import numpy as np

    rates = np.empty_like(odds)
    for half in (0, 1):
        here = halves == half
        rates[here] = fit(odds[~here], churned[~here]).find_rates(odds[here])
    return measure_ece(Ranking(rates, churned).weigh(np.ones(churned.size)))
