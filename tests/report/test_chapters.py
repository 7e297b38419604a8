"""Chapters that the facts do not tell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from commkit.choices import Period
from commkit.params import QuestionOptions
from commkit.report.asks import Ask
from commkit.report.chapters import write_chapters
from commkit.report.span import ReportPeriod
from commkit.settings import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from commkit.store.ask.community import Store


def test_a_reader_of_a_report_is_not_told_to_leave_out_what_he_never_said(community: Callable[..., Store]) -> None:
    """Messages reach to February 4, orders to January 2."""
    noon = datetime.fromisoformat
    messages = [
        {"group": "hall", "author": "ana", "sent_at": noon(f"{day} 12:00"), "kind": "text", "native": day}
        for day in ("2024-01-01", "2024-02-04")
    ]
    order = {"member": "ana", "native": "o1", "ordered_at": noon("2024-01-02 12:00"), "amount": Decimal(5)}
    store = community(message=messages, order_line=[order])
    span = ReportPeriod(Period.week, date(2024, 1, 29), date(2024, 2, 4), date(2024, 2, 4))
    asks = [Ask("repurchase", "repurchase", {"every": Period.month})]
    chapters, [lack] = write_chapters(store, asks, span, QuestionOptions(as_of="2024-02-04"), Config())
    assert not chapters
    assert (lack.titles, lack.reason) == (("Coming back to buy",), "what this needs is covered up to 2024-01-02 only")
    assert lack.remedy == "load a later export"
