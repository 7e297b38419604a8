"""Compare commkit's survival curves with lifelines', on data that lifelines brings and on data drawn here.

Prints the largest relative difference of each number; exits 1 if one is over 1e-9.
"""

from __future__ import annotations

import sys
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from lifelines import KaplanMeierFitter, datasets
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import qth_survival_times

from commkit.stats.survival import kaplan_meier, log_rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.stats.survival import Curve

    Case = tuple[str, np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]

MOST = 1e-9
TINY = 1e-250  # p-values below this differ for want of digits
BUNDLED = (  # name, duration, whether it ended, group
    ("waltons", "T", "E", "group"),
    ("dd", "duration", "observed", "democracy"),
    ("gbsg2", "time", "cens", "horTh"),
    ("larynx", "time", "death", "Stage_II"),
    ("leukemia", "t", "status", "Rx"),
    ("lung", "time", "status", "sex"),
    ("regression_dataset", "T", "E", None),
    ("rossi", "week", "arrest", "prio"),
    ("stanford_heart_transplants", "stop", "event", "transplant"),
)
DRAWN = 200


def main() -> int:
    """Compare, print, and say by the exit code whether all agrees."""
    worst: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, "-"))
    cases = 0
    for name, times, ended, groups in (*bundled(), *drawn()):
        cases += 1
        for number, ours, theirs in compared(times, ended, groups):
            worst[number] = max(worst[number], (difference(ours, theirs), name))
    print(f"{cases} sets of data; largest relative differences:")
    for number, (most, name) in worst.items():
        print(f"{number:12} {most:.1e}  {name}")
    return int(max(most for most, _ in worst.values()) > MOST)


def bundled() -> Iterator[Case]:
    """What lifelines brings."""
    for name, duration, event, group in BUNDLED:
        table = getattr(datasets, f"load_{name}")().dropna(subset=[duration, event])
        ended = table[event] == table[event].max()
        groups = table[group] if group else np.zeros(len(table))
        yield name, table[duration].to_numpy(float), ended.to_numpy(), np.asarray(groups)


def drawn() -> Iterator[Case]:
    """Lives of whole days with many ties, in up to seven groups of different hazards, many of them censored."""
    for seed in range(DRAWN):
        dice = np.random.default_rng(seed)
        size, kinds = int(dice.integers(5, 3000)), int(dice.integers(1, 8))
        groups = dice.integers(0, kinds, size)
        lives = np.ceil(dice.exponential(dice.uniform(5, 200, kinds)[groups]))
        followed = np.ceil(dice.uniform(0, dice.uniform(10, 400), size))
        yield f"drawn {seed}", np.minimum(lives, followed), lives <= followed, groups


def compared(times: Any, ended: Any, groups: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 (arrays)
    """Each number by its name, ours and theirs."""
    ours = kaplan_meier(times, ended, ~ended)
    theirs = KaplanMeierFitter().fit(times, ended)
    at = theirs.survival_function_at_times(ours.times).to_numpy()
    band = theirs.confidence_interval_survival_function_
    lower, upper = band.loc[ours.times].to_numpy().T
    # Where nobody is left, lifelines says 0 to 0, and we say that the formula gives no upper edge.
    there = at > 0
    yield "survival", np.array(ours.survival), at
    yield "lower", np.array(ours.lower)[there], lower[there]
    yield "upper", np.array(ours.upper)[there], upper[there]
    edges = (qth_survival_times(0.5, band.loc[[0.0, *np.array(ours.times)[there]]].iloc[:, [side]]) for side in (0, 1))
    known = (theirs.median_survival_time_, *(float(np.squeeze(edge)) for edge in edges))
    for name, mine, other in zip(("median", "median lower", "median upper"), ours.median(), known, strict=True):
        if there.all() or name == "median":
            yield name, np.nan_to_num(mine, nan=np.inf), other
    yield from ranked(times, ended, groups)


def ranked(times: Any, ended: Any, groups: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 (arrays)
    """The log-rank test, where there are groups to tell apart."""
    curves = [curve_of(times[groups == kind], ended[groups == kind]) for kind in np.unique(groups)]
    ours = log_rank(curves) if len(curves) > 1 else None
    if ours is None or ours.degrees < len(curves) - 1:
        return
    theirs = multivariate_logrank_test(times, groups, ended)
    yield "chi-square", ours.chi_square, theirs.test_statistic
    if theirs.p_value > TINY:
        yield "p", ours.p, theirs.p_value


def curve_of(times: Any, ended: Any) -> Curve:  # noqa: ANN401 (arrays)
    """The curve of one group."""
    return kaplan_meier(times, ended, ~ended)


def difference(ours: Any, theirs: Any) -> float:  # noqa: ANN401 (numbers or arrays)
    """The largest relative difference; endless if only one of them is endless or no number."""
    ours, theirs = np.atleast_1d(ours).astype(float), np.atleast_1d(theirs).astype(float)
    equal = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(ours - theirs) / np.abs(theirs)
    return float(np.max(np.where(equal, 0.0, np.nan_to_num(apart, nan=np.inf)), initial=0.0))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main())
