"""Compare commkit's cumulative incidences with those of R's package etm, on data drawn here.

Prints the largest difference of each number; exits 1 if one is over 1e-12. Without R and etm it says so, and
compares nothing.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from commkit.stats.exits import aalen_johansen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.stats.exits import Exits

    Drawn = tuple[list[int], list[int], list[int], int]

MOST = 1e-12
DRAWN = 50
NUMBERS = ("at_risk", "share", "variance", "lower", "upper")
INSIDE = 1e-9  # etm has no band where none or all have ended


def main() -> int:
    """Draw, ask R, compare, print, and say by the exit code whether all agrees."""
    rscript = shutil.which("Rscript")
    if rscript is None or not has_etm(rscript):
        print("skipped: cumulative incidences beside etm, for R or its package etm is not installed")
        return 0
    drawn = {str(seed): draw(seed) for seed in range(DRAWN)}
    worst: dict[str, float] = defaultdict(float)
    numbers = 0
    for (name, cause), rows in groupby(ask(rscript, drawn), lambda row: (row["set"], int(row["cause"]))):
        durations, causes, entries, kinds = drawn[name]
        exits = aalen_johansen(durations, causes, entries, kinds=kinds)
        for number, ours, theirs in compared(exits, cause, list(rows)):
            worst[number] = max(worst[number], float(np.max(np.abs(ours - theirs), initial=0.0)))
            numbers += ours.size
    print(f"{numbers} numbers of {DRAWN} sets of data beside etm; largest differences:")
    for number, most in worst.items():
        print(f"{number:12} {most:.1e}")
    return int(not max(worst.values()) <= MOST)  # no number is no agreement either


def has_etm(rscript: str) -> bool:
    """Whether R's package etm is installed."""
    loaded = subprocess.run([rscript, "-e", "library(etm)"], check=False, capture_output=True)  # noqa: S603 (found above)
    return loaded.returncode == 0


def draw(seed: int) -> Drawn:
    """Waits of whole days with many ties, that end in up to four ways, or are cut off; some are seen late."""
    dice = np.random.default_rng(seed)
    size, kinds = int(dice.integers(5, 1500)), int(dice.integers(1, 5))
    entries = dice.integers(0, 30, size) * (dice.random(size) < dice.choice([0, 0.3, 0.9]))
    waits = np.ceil(dice.exponential(dice.uniform(3, 60), size)).astype(int)
    followed = dice.integers(1, int(dice.integers(5, 100)), size)
    causes = np.where(waits <= followed, dice.integers(1, kinds + 1, size), 0)
    return (entries + np.minimum(waits, followed)).tolist(), causes.tolist(), entries.tolist(), kinds


def ask(rscript: str, drawn: dict[str, Drawn]) -> Iterator[dict[str, str]]:
    """What etm says: a row for each set, cause and time at which somebody ends."""
    with tempfile.TemporaryDirectory() as folder:
        people, told = Path(folder, "people.csv"), Path(folder, "incidences.csv")
        with people.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(("set", "kinds", "entry", "exit", "cause"))
            for name, (durations, causes, entries, kinds) in drawn.items():
                rows.writerows((name, kinds, *each) for each in zip(entries, durations, causes, strict=True))
        script = Path(__file__).with_suffix(".R")
        subprocess.run([rscript, str(script), str(people), str(told)], check=True)  # noqa: S603 (our own script)
        with told.open(encoding="utf-8") as file:
            yield from csv.DictReader(file)


def compared(ours: Exits, cause: int, theirs: list[dict[str, str]]) -> Iterator[tuple[str, Any, Any]]:
    """Each number by its name, ours and theirs, at their times."""
    places = [ours.times.index(float(row["time"])) for row in theirs]
    incidence = ours.by_cause[cause]
    share = np.array(incidence.share)[places]
    has_band = (share > INSIDE) & (share < 1 - INSIDE)
    for number in NUMBERS:
        mine = np.array(ours.at_risk if number == "at_risk" else getattr(incidence, number))[places]
        other = np.array([float("nan" if row[number] == "NA" else row[number]) for row in theirs])
        there = has_band if number in ("lower", "upper") else np.full(share.size, fill_value=True)
        yield number, mine[there], other[there]


if __name__ == "__main__":
    sys.exit(main())
