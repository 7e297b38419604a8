"""How a spreadsheet shows a number: the format of its cell, by the unit that its column's name carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.render.units import BARE, find_unit

if TYPE_CHECKING:
    from decimal import Decimal

DATE = "yyyy-mm-dd"
MOMENT = f"{DATE} hh:mm"
_WHOLE = "#,##0"


def format_cell(column: str, value: float | Decimal) -> str:
    """The format under which a spreadsheet shows this number as `format_value` writes it; the number stays whole.

    A change says which way it goes; that of a rate is in points, which a spreadsheet can only call percent.
    """
    plain = _by_unit(find_unit(column), value)
    if column.startswith("change") or find_unit(column) == "pp":
        return f"+{plain};-{plain};{plain}"
    return plain


def _by_unit(unit: str, value: float | Decimal) -> str:  # noqa: PLR0911 (one per unit)
    whole = value == int(value)
    match unit:
        case "rate":
            return "0.0%"
        case "percent":
            return '#,##0.0"%"'
        case "pp":
            return "#,##0.0"
        case "amount":
            return "#,##0.00"
        case "days" | "hours":
            return _WHOLE if whole else "#,##0.0"
    if whole:
        return "0" if unit in BARE else _WHOLE
    return "0.000" if -1 < value < 1 else "#,##0.00"
