"""How well planted days are found, and how often quiet ones fire: commkit beside the same weekday of eight weeks.

Called as `python -m benchmarks.anomaly [CSV ...]`. A CSV has a row a day, as `day,count`; a day without a row, or
without a count, is not covered. Its days are taken as quiet, so what really happened in them counts as false alarms.
Of a drawn series, a share is over ten series of 1000 days; of a CSV, the days are planted ten times.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from math import log1p
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from commkit.stats.anomaly import THRESHOLD, judge_days
from commkit.stats.level_shifts import find_shifts
from tests.stats.planted import CHATS, FIRST, PLANTED, average_precision, draw, plant, same_weekday_z

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Series = Sequence[float | None]

REPEATS = 10


def commkit_z(counts: Series) -> list[float | None]:
    """The z of each day, as commkit tells it."""
    return [day.z for day in judge_days(counts)]


METHODS: dict[str, Callable[[Series], list[float | None]]] = {"commkit": commkit_z, "same weekday": same_weekday_z}


def read_days(path: Path) -> Series:
    """The counts of a file from its first day to its last."""
    with path.open(encoding="utf-8", newline="") as lines:
        told = {date.fromisoformat(row["day"]): float(row["count"]) for row in csv.DictReader(lines) if row["count"]}
    first, last = min(told), max(told)
    return [told.get(first + timedelta(days=day)) for day in range((last - first).days + 1)]


def week_logs(counts: Series) -> list[float | None]:
    """The logarithms of whole weeks, in which weekdays no longer differ."""
    weeks = [[count for count in counts[day : day + 7] if count is not None] for day in range(0, len(counts) - 6, 7)]
    return [log1p(sum(week)) if len(week) == 7 else None for week in weeks]


def count_alarms(scores: Series) -> tuple[int, int]:
    """The days beyond the threshold, and the days judged."""
    known = [score for score in scores if score is not None]
    return sum(abs(score) > THRESHOLD for score in known), len(known)


def measure(name: str, quiet: list[Series], planted: list[tuple[Series, set[int]]]) -> None:
    """Print a line a method."""
    for method, judge in METHODS.items():
        fired, judged = map(sum, zip(*(count_alarms(judge(counts)) for counts in quiet), strict=True))
        found = fmean(average_precision(judge(counts), days) for counts, days in planted) if planted else None
        precision = "  -  " if found is None else f"{found:.3f}"
        print(f"{name:24}{method:14}{precision:>7}{fired:7}{judged:8}{fired / judged if judged else 0:9.4f}")


def main(paths: list[str]) -> None:
    """Measure all drawn series, then the files."""
    print(f"{'series':24}{'method':14}{'AP':>7}{'fired':>7}{'judged':>8}{'share':>9}")
    for name, chat in CHATS.items():
        drawn = [draw(chat, seed) for seed in range(REPEATS)]
        measure(name, list(drawn), [plant(counts, seed) for seed, counts in enumerate(drawn)])
    for path in paths:
        counts = read_days(Path(path))
        covered = [count for count in counts if count is not None]
        enough = len(covered) == len(counts) >= FIRST + 5 * PLANTED
        measure(Path(path).stem, [counts], [plant(covered, seed) for seed in range(REPEATS)] if enough else [])
        weeks = week_logs(counts)
        shifts = [str(shift.index) for shift in find_shifts(weeks, 4)]
        print(f"{'':24}levels of weeks that shift: {', '.join(shifts) or 'none'}, of {len(weeks)}")


if __name__ == "__main__":
    main(sys.argv[1:])
