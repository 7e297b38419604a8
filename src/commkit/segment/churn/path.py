"""What comes before members leave or fall silent, and what follows where core members did?"""

from __future__ import annotations

from commkit.about import About
from commkit.choices import Activity
from commkit.params import (
    ActiveBy,
    DaysBefore,
    End,
    Everybody,
    Seed,
    Stayers,
)
from commkit.result import Result
from commkit.segment.churn.ends import look_back
from commkit.segment.churn.path_before import compare_before
from commkit.store.ask.community import Store

ABOUT = About(
    needs_one_of=("messages", "leaves"),
    examples=(
        "commkit churn path",
        "commkit churn path --end silence --days 30",
    ),
    sql=(
        "segment/churn/path_ends",
        "segment/churn/path_alike",
        "segment/churn/path_facts",
    ),
)


def path(
    store: Store,
    *,
    end: End = None,
    days: DaysBefore = 30,
    active_by: ActiveBy = Activity.spoke,
    everybody: Everybody = False,
    stayers: Stayers = 5,
    seed: Seed = 1,
) -> Result:
    """How many of those who left or fell silent had what happen to them in the days before, beside those who stayed."""
    asked = look_back(store, end, days=days, active_by=active_by, everybody=everybody, stayers=stayers, seed=seed)
    return compare_before(store, asked)
