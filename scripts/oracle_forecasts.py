"""Measure commkit's forecasts on the weekly series of the M4 competition, which lie in a folder that is named.

Prints sMAPE, MASE, OWA beside the last value carried on, and what the bands of 95% hold; exits 1 beyond OWA .92 or
outside 93 to 97%. The files: m4_weekly_train.csv.gz and m4_weekly_test.csv (github.com/Mcompetitions/M4-methods).
"""

from __future__ import annotations

import csv
import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from commkit.stats.forecast import forecast

if TYPE_CHECKING:
    from collections.abc import Iterable

WORST, LEAST_HELD, MOST_HELD = 0.92, 0.93, 0.97


def main(folder: str) -> int:
    """Measure, print, and say by the exit code whether all is within its bounds."""
    with gzip.open(Path(folder) / "m4_weekly_train.csv.gz", "rt") as file:
        past = read(file)
    with (Path(folder) / "m4_weekly_test.csv").open() as file:
        came = read(file)
    ours, naive, held = [], [], []
    for before, after in zip(past, came, strict=True):
        told = forecast(list(before), len(after))
        assert told is not None
        ours.append(measure(before, after, np.array(told.values)))
        naive.append(measure(before, after, np.full(len(after), before[-1])))
        held.append(np.mean((after >= told.lows) & (after <= told.highs)))
    smape, mase = np.mean(ours, axis=0)
    owa = float(np.mean([smape, mase] / np.mean(naive, axis=0)))
    print(f"sMAPE {smape:.3f}  MASE {mase:.3f}  OWA {owa:.3f}  bands of 95% hold {np.mean(held):.1%}")
    return int(owa > WORST or not LEAST_HELD <= np.mean(held) <= MOST_HELD)


def read(file: Iterable[str]) -> list[np.ndarray]:
    """Each series without its name and its blanks."""
    return [np.array([float(cell) for cell in row[1:] if cell]) for row in list(csv.reader(file))[1:]]


def measure(before: np.ndarray, after: np.ndarray, told: np.ndarray) -> tuple[float, float]:
    """The competition's sMAPE and MASE."""
    missed = np.abs(after - told)
    smape = np.mean(200 * missed / (np.abs(after) + np.abs(told)))
    return float(smape), float(np.mean(missed) / np.mean(np.abs(np.diff(before))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
