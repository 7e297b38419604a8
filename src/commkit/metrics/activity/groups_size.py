"""How the activity of groups goes with their size."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from commkit.choices import Activity
from commkit.indicators.group_reach import find_unsettled
from commkit.indicators.periods import FEW
from commkit.metrics.activity.groups_tree import remark_unsettled
from commkit.result import Bars, Result
from commkit.stats.nulls import divide
from commkit.words import say

if TYPE_CHECKING:
    import polars as pl

    from commkit.store.ask.community import Store

EDGES = (1, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_ENOUGH = 3  # groups of a size, and sizes
_LOST = 0.8  # of the best rate: lower than this is a loss


def weigh_sizes(store: Store, active_by: Activity) -> Result:
    """Groups by how many members they have: how active these are, and at which size they are most."""
    unsettled = find_unsettled(store)
    groups = store.ask("metrics/activity/groups", quiet_days=1, active_by=active_by)
    table = _band(groups.filter(~groups["slice"].is_in(list(unsettled))))
    return Result(
        say("Groups by size"),
        table,
        Bars("size", "active_rate"),
        notes=(
            *_remark_best(table),
            say("who is in several groups counts in each; groups are compared as they are, which shows no cause."),
            *remark_unsettled(unsettled),
        ),
        keys=("size",),
        vocabulary={"status": ("low_n", "complete")},
        parameters={"active_by": active_by.value},
    )


def _band(groups: pl.DataFrame) -> pl.DataFrame:
    """One row for each size that groups have, from the smallest."""
    import polars as pl

    names = [f"{low:,}-{high - 1:,}" for low, high in pairwise(EDGES)] + [f"{EDGES[-1]:,}+"]
    edges = pl.DataFrame({"least": EDGES, "size": names}, schema={"least": pl.Int64, "size": pl.String})
    sized = groups.filter(pl.col("of_members") > 0).sort("of_members")
    counted = (
        sized.join_asof(edges, left_on="of_members", right_on="least", check_sortedness=False)
        .group_by("least", "size", maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("groups"), pl.col("of_members", "active_members", "messages").sum())
    )
    is_few = (pl.col("groups") < _ENOUGH) | (pl.col("of_members") < FEW)
    return counted.sort("least").select(
        "size",
        pl.when(is_few).then(pl.lit("low_n")).otherwise(pl.lit("complete")).alias("status"),
        *("groups", "of_members", "active_members"),
        divide("active_members", "of_members").alias("active_rate"),
        "messages",
        divide("messages", "of_members").alias("messages_per_member"),
    )


def _remark_best(table: pl.DataFrame) -> list[str]:
    """At which size groups are most active, and from which on they are less so."""
    import polars as pl

    notes = []
    if "low_n" in table["status"].to_list():
        notes.append(say("low n: fewer than 3 groups of this size, or fewer than 30 members in them."))
    told = table.filter(pl.col("status") == "complete")
    if told.height < _ENOUGH:
        all_groups = int(table["groups"].sum())
        return [
            *notes,
            say(
                "too few groups to tell which size is best: there are {groups}, and it takes three sizes with 3 groups "
                "and 30 members each.",
                groups=all_groups,
            ),
        ]
    best = told.row(int(told["active_rate"].arg_max() or 0), named=True)
    notes.append(
        say("most active: groups of {size} members, {rate:.1%} of them.", size=best["size"], rate=best["active_rate"])
    )
    return [*notes, _remark_loss(told, best)]


def _remark_loss(told: pl.DataFrame, best: dict[str, object]) -> str:
    """From which size on every larger one is a good deal less active than the best."""
    rows = told.to_dicts()
    larger = rows[[row["size"] for row in rows].index(best["size"]) + 1 :]
    if not larger:
        return say("no larger size is there to compare with: larger groups have been no less active so far.")
    lost = []
    for row in reversed(larger):
        if row["active_rate"] >= _LOST * best["active_rate"]:  # type: ignore[operator]
            break
        lost.append(row)
    if not lost:
        return say("larger groups lose less than a fifth of that rate.")
    return say(
        "larger is not better: from {size} members on the rate is {rate:.1%} or less.",
        size=lost[-1]["size"],
        rate=max(row["active_rate"] for row in lost),
    )
