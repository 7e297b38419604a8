"""What part of a community is asked about, and how an answer and its recount are laid side by side."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from commkit.choices import Activity, Period, Slice
from tests.recount.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from tests.recount.facts import World

    Row = dict[str, Any]

SPANS = {
    "sample": {"since": date(2025, 3, 5), "until": date(2026, 2, 10)},
    "houston": {"since": date(2015, 9, 16), "until": date(2016, 3, 15)},
}
EARLIER = {"sample": {"as_of": date(2025, 11, 20)}, "houston": {"as_of": date(2016, 2, 10)}}
BY = (None, Slice.platform, Slice.group)
KEYS = ("slice", "root", "indicator", "group", "starts_on", "age", "weekday", "local_hour", "tier", "active_days")


@cache
def scope_of(world: World, name: str, cut: str, every: Period, by: Slice | None, active_by: Activity) -> Scope:
    return Scope(world, every, by, active_by=active_by, **days(name, cut))


def days(name: str, cut: str) -> dict[str, date]:
    return {"whole": {}, "span": SPANS[name], "earlier": EARLIER[name]}[cut]


def disagreements(table: pl.DataFrame, recount: Sequence[Row]) -> list[str]:
    """What differs between an answer and its recount, cell by cell."""
    keys = [key for key in KEYS if key in table.columns]
    answered, counted = ({tuple(row[key] for key in keys): row for row in rows} for rows in (table.to_dicts(), recount))
    found = [f"{key}: only one has it" for key in answered.keys() ^ counted.keys()]
    found += ["rows twice"] * (len(answered) != table.height)
    for key in answered.keys() & counted.keys():
        one, other = answered[key], counted[key]
        found += [f"{key}: columns {sorted(one.keys() ^ other.keys())}"] * (one.keys() != other.keys())
        found += [
            f"{key} {column}: answered {one[column]}, counted {other[column]}"
            for column in one.keys() & other.keys()
            if not _agree(one[column], other[column])
        ]
    return sorted(found)[:10]


def _agree(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other
