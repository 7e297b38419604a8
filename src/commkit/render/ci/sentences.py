"""A check in one sentence, for where there is no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from commkit import words
from commkit.render.safe import safe
from commkit.render.units import format_value
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commkit.result import Result

Row = Mapping[str, Any]


def list_rows(result: Result) -> list[Row]:
    """The rows of checks as mappings."""
    return list(result.table.iter_rows(named=True))


def title_of(row: Row) -> str:
    """The check, and the slice where there is one."""
    return safe(" · ".join(filter(None, (row["check"], row["slice"]))), None)


def tell(row: Row) -> str:
    """What was found, on one line: the number, the rule, since when, why it matters, whose it is."""
    return safe(say("; ").join(_parts(row)), None)


def _parts(row: Row) -> Iterator[str]:
    name, unit = words.value(row["indicator"], "indicator"), row["unit"]
    yield say("{indicator} {value}", indicator=name, value=format_value(f"value_{unit}", row["value"]))
    if row["condition"]:
        yield say("rule {rule}", rule=row["condition"])
    if row["reference"] is not None:
        reference = format_value(f"value_{unit}", row["reference"])
        yield say("compared with {value} ({change})", value=reference, change=_change(row))
    yield from filter(None, (row["note"], row["owner"]))


def _change(row: Row) -> str:
    return format_value("change_percent", row["change_percent"])
