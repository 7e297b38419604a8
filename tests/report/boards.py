"""Chapters made by hand, for sentences that cite them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from commkit.edition import Chapter
from commkit.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOARD: dict[str, Any] = {
    "indicator": pl.String,
    **dict.fromkeys(("value", "previous", "change_percent", "last_year", "target"), pl.Float64),
    "band": pl.String,
    **dict.fromkeys(("progress_percent", "to_date"), pl.Float64),
    "recent_values": pl.List(pl.Float64),
    "mark": pl.String,
    "is_unusual": pl.Boolean,
    "usual_value": pl.Float64,
    **dict.fromkeys(("status", "unit"), pl.String),
    "starts_on": pl.Date,
}
_WORDS = {
    "indicator": ("wau", "dau", "comment_rate", "like_rate", "leave_rate", "first_speakers", "d7", "orders"),
    "mark": ("better", "worse", "high", "low"),
    "band": ("below_target", "below_baseline", "target"),
}


def make_metric(name: str, value: float | None, previous: float | None = None, **beside: object) -> dict[str, Any]:
    """A row of the board; its change is worked out where there is one."""
    change = 100 * (value - previous) / previous if value is not None and previous else None
    row = dict.fromkeys(_BOARD) | {"indicator": name, "value": value, "previous": previous, "change_percent": change}
    unit = "rate" if name.endswith("_rate") else "count"
    return row | {"status": "complete", "unit": unit, "recent_values": [1.0, 2.0]} | beside


def make_board(*rows: Mapping[str, Any], key: str = "metrics") -> Chapter:
    """The chapter of the core metrics, or another board."""
    result = Result(
        "Indicators",
        pl.DataFrame(rows, _BOARD, orient="row"),
        vocabulary=_WORDS,
        unit_of=("value", "previous", "last_year", "target", "to_date", "usual_value"),
        sparks=("recent_values",),
    )
    return Chapter(
        key, "The twelve core metrics", f"commkit kpi --board{'' if key == 'metrics' else f' {key}'}", result
    )


def make_chapter(key: str, rows: Mapping[str, list[Any]], total: Mapping[str, object] | None = None) -> Chapter:
    """Any other chapter."""
    return Chapter(key, key.replace("_", " "), f"commkit {key}", Result(key, pl.DataFrame(rows), total=total))


def make_coverage() -> Chapter:
    """Messages from January 1 to June 30, 2024, and orders that end in May."""
    days = {"first_on": [date(2024, 2, 1), date(2024, 1, 1)], "last_on": [date(2024, 5, 31), date(2024, 6, 30)]}
    return make_chapter("coverage", {"kind": ["orders", "messages"], **days})


def make_risk(flagged: int, members: int, flags: int, base: int) -> Chapter:
    """Regulars who fall silent now, of all; and at the month-ends before, of all then."""
    total = {"flagged_members": flagged, "of_members": members, "of_flags": flags, "of_base": base}
    total |= {"precision_churns": flags // 2, "base_churns": base // 4}
    return make_chapter("at_risk", {name: [number] for name, number in total.items()}, total)
