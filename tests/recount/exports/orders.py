"""Orders: a Chinese shop's workbook, the list of CDNOW, the invoices of Online Retail."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.recount.exports.records import NOTHING, Author, Export, Line
from tests.recount.exports.tables import instant, rows_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

TELLS = frozenset({"orders"})
UNPAID = {"待付款", "已关闭", "已取消"}
WHOLLY_REFUNDED = "已退款"
CENT = Decimal("0.01")


def read_workbook(path: Path, tz: ZoneInfo) -> Export:
    """A row an order; one that is wholly refunded is a purchase and a refund of the whole."""
    export = Export("table", None, TELLS)
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    for cells in rows:
        row: dict[str, Any] = dict(zip(header, cells, strict=True))
        export.records["order_line"] += 1
        if row["订单状态"] in UNPAID:
            continue
        buyer = Author(row["平台"] or "table", str(row["买家ID"])) if row["买家ID"] else None
        amount, refunded = _money(row["实付金额"]), _money(row["退款金额"] or 0)
        back = max(refunded, amount) if row["订单状态"] == WHOLLY_REFUNDED else refunded
        _add(export, Line(row["订单号"], buyer, row["下单时间"].replace(tzinfo=tz), amount, back))
    return export


def read_cdnow(path: Path, tz: ZoneInfo) -> Export:
    """Customer, day, number and amount between spaces; rows without an id are orders of their own."""
    export = Export("table", "table", TELLS)
    for number, line in enumerate(path.read_text("ascii").splitlines()[1:]):
        export.records["order_line"] += 1
        customer, day, _, amount = line.split()
        ordered_at = datetime.strptime(day, "%Y%m%d").replace(tzinfo=tz)
        _add(export, Line(number, Author("table", customer), ordered_at, _money(amount), NOTHING))
    return export


def read_retail(path: Path, tz: ZoneInfo) -> Export:
    """Lines of invoices: the amount of each is its quantity times its price."""
    export = Export("table", "table", TELLS)
    for row in rows_of(path):
        export.records["order_line"] += 1
        buyer = Author("table", row["CustomerID"].removesuffix(".0")) if row["CustomerID"] else None
        amount = _money(Decimal(row["Quantity"]) * Decimal(row["UnitPrice"]))
        _add(export, Line(row["InvoiceNo"], buyer, instant(row["InvoiceDate"], tz), amount, NOTHING))
    return export


def _add(export: Export, line: Line) -> None:
    export.accounts |= {line.buyer} if line.buyer else set()
    export.lines.append(line)


def _money(value: object) -> Decimal:
    """Whole cents; half a cent is rounded away from zero."""
    return Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)
