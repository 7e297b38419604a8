"""Daily counts as chats have them, days planted into them, and how well a score finds those days.

The series are drawn: a weekday pattern, a level that walks and may fall, noise that lasts for some days, and counts
that vary more than chance alone. `same_weekday_z` is the plain method that others are measured against.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from statistics import fmean, median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

OFFICE = (0.3, 0.35, 0.3, 0.25, 0.1, -0.6, -0.7)
EVENING = (-0.1, -0.1, -0.05, 0.0, 0.1, 0.2, 0.0)
FACTORS = (0.3, 0.45, 1.8, 2.5)  # of a planted day
PLANTED = 40  # days of a series
FIRST = 100  # day that may be planted


@dataclass(frozen=True)
class Chat:
    """How a series is drawn: numbers in logarithms but for the mean, the days and the size."""

    mean: float = 120
    weekdays: tuple[float, ...] = OFFICE
    slope: float = 0  # a day
    walk: float = 0.02  # a day, drawn back to the mean in 200 days
    noise: float = 0.12
    lasting: float = 0.4  # the share of a day's noise that the next day has
    size: float = 30  # of the negative binomial: counts of m have the variance m + m * m / size
    days: int = 1000


CHATS = {
    "office": Chat(),
    "evening": Chat(weekdays=EVENING),
    "falling": Chat(slope=-0.002),
    "wild": Chat(noise=0.25, size=15),
    "lasting noise": Chat(noise=0.1, lasting=0.8),
    "small": Chat(mean=12),
    "tiny": Chat(mean=4),
    "busy": Chat(mean=3000, noise=0.08, size=60),
    "steady": Chat(noise=0.05, lasting=0, walk=0),
}


def draw(chat: Chat, seed: int) -> list[int]:
    """The counts of a series without events."""
    rng = np.random.default_rng(seed)
    level = noise = 0.0
    logs = []
    for day in range(chat.days):
        level = 0.995 * level + rng.normal(0, chat.walk)
        noise = chat.lasting * noise + rng.normal(0, chat.noise)
        logs.append(level + noise + chat.slope * day + chat.weekdays[day % 7])
    means = chat.mean * np.exp(logs) * rng.gamma(chat.size, 1 / chat.size, chat.days)
    return [int(count) for count in rng.poisson(means)]


def plant(counts: Sequence[float], seed: int) -> tuple[list[int], set[int]]:
    """The series with 40 days made too small or too large, and which they are."""
    rng = np.random.default_rng(seed)
    days = {int(day) for day in rng.choice(np.arange(FIRST, len(counts)), PLANTED, replace=False)}
    changed = [round(count * rng.choice(FACTORS)) if day in days else int(count) for day, count in enumerate(counts)]
    return changed, days


def same_weekday_z(counts: Sequence[float | None]) -> list[float | None]:
    """Each day by the same weekday of the eight weeks before, at least four: a robust z of log(count + 1)."""
    logs = [None if count is None else log1p(count) for count in counts]
    return [_plain_z(log, logs[day % 7 : day : 7][-8:]) for day, log in enumerate(logs)]


def _plain_z(log: float | None, before: Sequence[float | None]) -> float | None:
    known = [each for each in before if each is not None]
    if log is None or len(known) < 4:
        return None
    middle = median(known)
    spread = 1.4826 * median([abs(each - middle) for each in known])
    return (log - middle) / (spread or 0.05)


def average_precision(scores: Sequence[float | None], planted: set[int]) -> float:
    """The mean share of planted days among those at least as far off, over the planted days, from FIRST on."""
    ordered = sorted(range(FIRST, len(scores)), key=lambda day: -abs(scores[day] or 0))
    ranks = [rank for rank, day in enumerate(ordered, 1) if day in planted]
    return fmean(found / rank for found, rank in enumerate(ranks, 1))
