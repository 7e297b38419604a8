"""How often bands of forecasts held on a community's own indicators: a line each, and all of them together.

python scripts/measure_bands.py community.duckdb
"""

from __future__ import annotations

import sys
from pathlib import Path

from commkit.choices import Activity, Period
from commkit.errors import NotEnoughData
from commkit.indicators.inventory import INDICATORS
from commkit.metrics.plan.past_values import find_past
from commkit.stats.forecast import Backtest, backtest
from commkit.store.ask.community import Store
from commkit.store.ask.cut import Cut

AHEAD = 8  # weeks


def main() -> None:
    """Measure the community that the command line names."""
    with Store.open(Path(sys.argv[1]), lock_timeout=60, names=False) as store:
        store.session.begin()
        store.cut(Cut())
        found = {name: told for name in INDICATORS if (told := measure(store, name)) is not None}
    held = sum(each.held for each in found.values())
    of_values = sum(each.of_values for each in found.values())
    for name, told in found.items():
        print(f"{name:<32}{told.held / told.of_values:7.1%}  error {told.error:.4g}, naive {told.naive_error:.4g}")
    better = sum(told.error < told.naive_error for told in found.values())
    print(f"{len(found)} indicators: {held / of_values:.1%} of {of_values} values held; {better} better than naive")


def measure(store: Store, name: str) -> Backtest | None:
    """By five cut-offs of the weekly values; None where too little is known."""
    try:
        [past, *_] = find_past(store, name, every=Period.week, active_by=Activity.spoke)
    except NotEnoughData:
        return None
    return backtest(past.values, AHEAD)


if __name__ == "__main__":
    main()
