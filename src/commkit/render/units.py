"""How a value reads, by the unit that its column's name carries."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.safe import safe
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

NOTHING = "–"
BARE = frozenset({"year", "id", "code"})
TINY = 0.05  # of a day or an hour: less is shown as none
_LEAST = 0.0001


def find_unit(column: str) -> str:
    """The last word of a column's name: `first_order_amount` is an `amount`."""
    return column.rpartition("_")[2]


def translate_words(table: pl.DataFrame, vocabulary: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """The table with the words of closed lists as people read them."""
    import polars as pl

    def read(column: str) -> pl.Expr:
        named = {word: words.value(word, column) for word in map(str, vocabulary[column])}
        if table.schema[column] == pl.List:
            return pl.col(column).list.eval(pl.element().replace(named))
        return pl.col(column).cast(pl.String).replace(named)

    return table.with_columns(map(read, vocabulary.keys() & set(table.columns)))


def translate_total(total: Mapping[str, object], vocabulary: Mapping[str, Iterable[str]]) -> dict[str, object]:
    """The last line with the words of closed lists as people read them."""
    closed = {name: set(map(str, vocabulary.get(name, ()))) for name in total}
    return {name: words.value(str(cell), name) if str(cell) in closed[name] else cell for name, cell in total.items()}


def format_value(column: str, value: object) -> str:  # noqa: PLR0911 (one per type)
    """One value as people read it: safe, on one line, in the language in force."""
    match value:
        case None:
            return NOTHING
        case bool():
            return say("yes") if value else say("no")
        case int() | float() | Decimal():
            return _signed(column, value) if math.isfinite(value) else NOTHING
        case datetime() if find_unit(column) != "on":
            return value.replace(tzinfo=None).isoformat(" ", "minutes")
        case date():
            return value.isoformat()[:10]
        case str():
            return safe(value)
        case list() | tuple():
            return safe(say(", ").join(format_value(column, each) for each in value))
    return safe(str(value))


def _signed(column: str, value: float | Decimal) -> str:
    """A change says which way it goes; that of a rate is in points."""
    if not column.startswith("change"):
        return _number(find_unit(column), value)
    is_rate = find_unit(column) == "rate"
    number = f"{value * 100:z,.1f}" if is_rate else _number(find_unit(column), value)
    signed = f"+{number}" if value > 0 and number.strip("0.") else number
    return say("{points} pp", points=signed) if is_rate else signed


def _number(unit: str, value: float | Decimal) -> str:  # noqa: PLR0911 (one per unit)
    whole = value == int(value)
    match unit:
        case "rate":
            return f"{value * 100:z,.1f}%"
        case "percent":
            return f"{value:z,.1f}%"
        case "pp":
            return f"{value:+z,.1f}"
        case "amount":
            return f"{value:z,.2f}"
        case "days" | "hours":
            digits = ".0f" if whole else ".2g" if TINY <= max(value, -value) < 1 else ".1f"
            return f"{value:z,{digits}}"
    if whole and unit in BARE:
        return str(int(value))
    if whole:
        return f"{int(value):,}"
    return _small(float(value)) if -1 < value < 1 else f"{value:z,.2f}"


def _small(value: float) -> str:
    """What is nearly nothing is told to be less, and not by powers of ten."""
    if abs(value) >= _LEAST:
        return f"{value:z.3g}"
    return f"<{_LEAST}" if value > 0 else f">-{_LEAST}"


def format_tick(column: str, value: float) -> str:
    """A round value on an axis, without the decimals that a cell needs."""
    if find_unit(column) == "rate":
        return f"{round(value * 100, 6):z,g}%"
    return f"{round(value, 6):z,.0f}" if value == int(value) else f"{round(value, 6):z,g}"
