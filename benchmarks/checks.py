"""What a run of checks costs beside the scans of its families: python benchmarks/checks.py DATABASE."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from commkit.choices import Activity, Period
from commkit.gate.evaluation import evaluate
from commkit.gate.rules import parse_rules
from commkit.indicators.inventory import INDICATORS
from commkit.indicators.series import missing
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut

NUMBER, ROUNDS = 40, 5


def measure(database: Path) -> None:
    """CPU seconds of 40 rules on as many indicators, and of their families' statements alone, in turn."""
    with Store.open(database, lock_timeout=0) as store:
        told = [name for name, each in INDICATORS.items() if not missing(store, each)][:NUMBER]
        rules = parse_rules({name: {"metric": name, "warn": "drop >= 10% vs previous for 2"} for name in told})
        families = sorted({INDICATORS[name].family for name in told})
        print(f"{len(told)} indicators of {len(families)} families")
        for _ in range(ROUNDS):
            checks = _spend(lambda: evaluate(store, rules, lambda _by, _only: store.cut(Cut())))
            scans = _spend(lambda: _scan(store, families))
            print(f"checks {checks:.3f} s  scans {scans:.3f} s  ratio {checks / scans:.2f}")


def _scan(store: Store, families: list[str]) -> None:
    store.cut(Cut())
    for family in families:
        store.ask(f"indicators/{family}", every=Period.week, active_by=Activity.spoke)


def _spend(act: object) -> float:
    begun = time.process_time()
    act()  # type: ignore[operator]
    return time.process_time() - begun


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
