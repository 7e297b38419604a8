"""Groups below dimensions of their labels, such as region and interest; people counted once in each node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.choices import UNSETTLED, PeriodStatus
from commkit.errors import NotEnoughData, WrongUse
from commkit.indicators import remarks
from commkit.indicators.group_reach import find_unsettled
from commkit.result import Bars, Result
from commkit.typed import parse_names
from commkit.words import say, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from commkit.choices import Activity
    from commkit.store.ask.community import Store

ROOT, UNKNOWN = "community", "unknown"
_MOST_DRAWN = 40  # nodes: a picture of more is no overview
_MOST_NAMED = 5
STATUSES = ("not_covered", "partly_covered", "low_n", "complete")


def grow_tree(store: Store, dims: str, active_by: Activity) -> Result:
    """The tree of groups below these dimensions of their labels. Raises WrongUse, or NotEnoughData without labels."""
    chosen = _choose(store, dims)
    unsettled = find_unsettled(store)
    uncovered, partly = (
        [name for name, status in unsettled.items() if status is each]
        for each in (PeriodStatus.not_covered, PeriodStatus.partly_covered)
    )
    counted = store.ask(
        "metrics/activity/groups_tree", dims=chosen, uncovered=uncovered, partly=partly, active_by=active_by
    )
    return Result(
        say("Groups by {dims}", dims=say(", ").join(chosen)),
        counted.drop("is_circle"),
        Bars("branch", "of_members"),
        notes=(*_remark(counted), *_remark_circles(counted), *remark_unsettled(unsettled)),
        aside=("path", "of_parent_members"),
        keys=("path",),
        vocabulary={"node": (ROOT, UNKNOWN), "status": STATUSES},
        parameters={"tree": ",".join(chosen), "active_by": active_by.value},
        drawn=_drawn(counted),
    )


def _choose(store: Store, dims: str) -> list[str]:
    """The dimensions asked for."""
    chosen = parse_names(dims)
    if not chosen:
        raise WrongUse(say("a tree needs a dimension of groups' labels"), hint="--tree region,interest")
    if not store.dimensions.of_groups:
        raise NotEnoughData(
            say("no label tells anything of a group"),
            hint=say("load a table of labels with the columns group, dimension and value"),
        )
    for dim in chosen:
        store.dimensions.refuse_ungrouped(dim)
    return chosen


def remark_unsettled(unsettled: dict[str, PeriodStatus]) -> list[str]:
    """Which groups' last 28 days are not covered, or not all of them."""
    import polars as pl

    rows = [(name, status.value) for name, status in unsettled.items()]
    table = pl.DataFrame(rows, schema={"group": pl.String, "status": pl.String}, orient="row")
    return remarks.of_groups(table, say("partly covered: the last 28 days are not all covered: {groups}."))


def _remark(counted: pl.DataFrame) -> list[str]:
    notes = [
        say(
            "each person counts once in a node, so a node has at most as many as those below it together; who is in no "
            "group is in none."
        ),
        say("a group without a label in a dimension stands under unknown."),
    ]
    if "low_n" in counted["status"].to_list():
        notes.append(say("low n: fewer than 30, so the rate is uncertain."))
    return notes


def _remark_circles(counted: pl.DataFrame) -> list[str]:
    names = counted.filter(counted["is_circle"])["node"].to_list()
    if not names:
        return []
    shown = say(", ").join(names[:_MOST_NAMED]) + (say(", …") if len(names) > _MOST_NAMED else "")
    return [say("the parents of these groups lead in a circle, so they stand under unknown: {groups}.", groups=shown)]


def _drawn(counted: pl.DataFrame) -> pl.DataFrame:
    """The nodes down to the level to which all fit, each set in below its parent."""
    import polars as pl

    levels: Sequence[int] = counted["depth"].to_list()
    deepest = max(levels, default=0)
    while deepest > 1 and sum(level <= deepest for level in levels) > _MOST_DRAWN:
        deepest -= 1
    shown = counted.filter((pl.col("depth") <= deepest) & ~pl.col("status").is_in(UNSETTLED))
    named = [value(node, "node") if node in (ROOT, UNKNOWN) else node for node in shown["node"]]
    branches = ["· " * depth + name for depth, name in zip(shown["depth"], named, strict=True)]
    return shown.with_columns(pl.Series("branch", branches, dtype=pl.String))
