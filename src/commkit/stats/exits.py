"""How waiting ends when it can end in several ways, and for many has not ended yet."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from commkit.stats.survival import NORMAL_975

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ALL = 1 - 1e-12  # a sum of parts that make up the whole may come out slightly below it


@dataclass(frozen=True, slots=True)
class Incidence:
    """How many end by one cause at each time, and what share of all has ended by it so far.

    The band is pointwise, 95%, of the complementary log-log kind, never outside 0 to 1: with one cause it mirrors that
    of survival. Where all have ended by this cause, its lower edge is NaN: the formula is undefined there.
    """

    exits: list[int]
    share: list[float] = field(default_factory=list)
    variance: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Exits:
    """At each distinct time: who was at risk just before it, what share waits on after it, and what each cause took."""

    times: list[float]
    at_risk: list[int]
    waiting: list[float]
    by_cause: dict[int, Incidence]


@dataclass(frozen=True, slots=True)
class _Step:
    """What is known as a time comes: at risk, how many of them end at it, the share that waits and its variance."""

    at_risk: int
    exits: int
    waiting: float
    variance: float


def aalen_johansen(
    durations: Sequence[float], causes: Sequence[int], entries: Sequence[float] | None = None, *, kinds: int = 0
) -> Exits:
    """The cumulative incidence of each cause, from 1 to `kinds` or to the largest there is; 0 is still waiting.

    Whoever is last seen at a time was at risk at it. With `entries`, people are at risk only after the time at which
    they came under observation; whoever came no earlier than they were last seen never was.

    By Aalen and Johansen (1978), with a variance of Greenwood's type, as the R package etm computes it.
    """
    came = repeat(-math.inf, len(durations)) if entries is None else entries
    people = [each for each in zip(durations, causes, came, strict=True) if each[2] < each[0]]
    counted = Counter((time, cause) for time, cause, _ in people)
    times = sorted({time for time, _ in counted})
    by_cause = {
        cause: Incidence([counted[time, cause] for time in times]) for cause in range(1, max((kinds, *causes)) + 1)
    }
    at_risk = _count_at_risk(times, [time for time, _, _ in people], [entry for _, _, entry in people])
    exits = [sum(each) for each in zip(*(one.exits for one in by_cause.values()), strict=True)] or [0] * len(times)
    steps, waiting = _wait(at_risk, exits)
    for incidence in by_cause.values():
        _follow(incidence, steps)
    return Exits(times, at_risk, waiting, by_cause)


def _count_at_risk(times: Iterable[float], lasts: Iterable[float], entries: Iterable[float]) -> list[int]:
    """Those who came before each time and were not last seen before it."""
    came, gone = sorted(entries), sorted(lasts)
    return [bisect_left(came, time) - bisect_left(gone, time) for time in times]


def _wait(at_risk: Sequence[int], exits: Sequence[int]) -> tuple[list[_Step], list[float]]:
    """What is known as each time comes, and the share that waits on after it."""
    steps, after = [], []
    waiting, variance = 1.0, 0.0
    for risk, ended in zip(at_risk, exits, strict=True):
        steps.append(_Step(risk, ended, waiting, variance))
        part, rest = ended / risk, (risk - ended) / risk
        variance = rest**2 * variance + waiting**2 * part * rest / risk
        waiting *= rest
        after.append(waiting)
    return steps, after


def _follow(incidence: Incidence, steps: Iterable[_Step]) -> None:
    """Fill in shares, variances and bands, from one time to the next."""
    share = variance = covariance = 0.0  # the covariance is with the share that waits
    for ended, step in zip(incidence.exits, steps, strict=True):
        part, rest = ended / step.at_risk, (step.at_risk - step.exits) / step.at_risk
        square = step.waiting**2 / step.at_risk
        variance += part * (2 * covariance + part * step.variance + square * (1 - part))
        covariance = rest * (covariance + part * step.variance - square * part)
        share += part * step.waiting
        lower, upper = _bound(share, max(variance, 0.0))
        incidence.share.append(share)
        incidence.variance.append(max(variance, 0.0))
        incidence.lower.append(lower)
        incidence.upper.append(upper)


def _bound(share: float, variance: float) -> tuple[float, float]:
    if share <= 0:
        return 0.0, 0.0
    if share >= _ALL:
        return math.nan, 1.0
    hazard = -math.log1p(-share)
    wide = math.exp(NORMAL_975 * math.sqrt(variance) / ((1 - share) * hazard))
    return -math.expm1(-hazard / wide), -math.expm1(-hazard * wide)
