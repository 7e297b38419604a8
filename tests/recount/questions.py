"""How a question's table follows from the columns of its family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Row = dict[str, Any]
    Shown = Callable[[list[Row]], list[Row]]


def as_it_is(rows: list[Row]) -> list[Row]:
    """All columns."""
    return rows


def without(*columns: str) -> Shown:
    """All columns but these."""

    def shown(rows: list[Row]) -> list[Row]:
        return [{name: cell for name, cell in row.items() if name not in columns} for row in rows]

    return shown


def active(rows: list[Row]) -> list[Row]:
    """Mean members a day."""
    counted = [{**row, "dau": row["member_days"] / row["days"]} for row in rows]
    return without("median_messages", "member_days", "days")(counted)
