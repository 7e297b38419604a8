"""The rows of one sheet of a workbook as text. A cell that is broken says so, and costs no other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commkit.sources.table.structure import Number
from commkit.sources.table.workbook_parts import MOST_COLUMNS, MOST_ROWS, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN = "#VALUE!"  # as spreadsheets say it
EXACT = 10**15  # beyond it a spreadsheet holds a rounded number: 15 digits are exact


def read_sheet(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 (openpyxl has no types)
    """The line and the cells of every row that is there. Raises CannotDo for cells far beyond a table."""
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001 (its own reader drops the whole sheet at one broken cell)
        parser = _make_parser(
            source,
            sheet._shared_strings,  # noqa: SLF001 (as above)
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 (as above)
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 (as above)
        )
        for line, cells in parser.parse():
            width = max((cell["column"] for cell in cells), default=0)
            if line > MOST_ROWS or width > MOST_COLUMNS:
                raise too_large(name)
            row = [""] * width
            for cell in cells:
                row[cell["column"] - 1] = _text(cell["value"])
            while row and not row[-1]:
                row.pop()
            yield line, row


def _make_parser(*said: Any, **named: Any) -> Any:  # noqa: ANN401 (openpyxl has no types)
    from openpyxl.utils.cell import coordinate_to_tuple
    from openpyxl.worksheet._reader import WorkSheetParser

    class Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
        """A parser to which a cell that cannot be read is one with an error."""

        def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 (an element of XML)
            try:
                cell: dict[str, Any] = super().parse_cell(element)
            except (ValueError, IndexError, KeyError, TypeError, OverflowError, ArithmeticError):
                place = element.get("r")
                row, column = coordinate_to_tuple(place) if place else (self.row_counter, self.col_counter)
                cell = {"row": row, "column": column, "value": BROKEN}
            return cell

    return Parser(*said, **named)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, float):
        if abs(value) >= EXACT:
            return f"{value:.14E}"
        return Number(int(value) if value.is_integer() else format(Decimal(repr(value)), "f"))
    return Number(value) if isinstance(value, int) else str(value)
