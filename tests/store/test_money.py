"""Orders, what was paid back, and one currency."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from commkit.errors import CannotDo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[..., Any]
    Query = Callable[..., list[Any]]

BOUGHT = "select ordered_on, amount, lines from raw.purchase order by ordered_on, amount"
PAID_BACK = "select refunded_on, amount from raw.refund order by refunded_on, amount"


def line(native: str | None, amount: float | None, day: str = "2024-01-01", **more: object) -> dict[str, object]:
    exact = None if amount is None else Decimal(str(amount))
    return {"native": native, "member": "ana", "ordered_at": datetime.fromisoformat(day), "amount": exact, **more}


def test_lines_of_one_order_are_summed(load: Make, export: Make, rows: Query) -> None:
    """Tea for 1.10 and a cup for 2.20, then a second order."""
    load(export(order_line=[line("1", 1.1, product="tea"), line("1", 2.2, product="cup"), line("2", 5, "2024-01-02")]))
    assert rows(BOUGHT) == [(date(2024, 1, 1), Decimal("3.30"), 2), (date(2024, 1, 2), Decimal("5.00"), 1)]


def test_an_orders_own_amount_wins_over_its_lines(load: Make, export: Make, rows: Query) -> None:
    """Two lines of 10 with 3 off the whole."""
    load(export(order_line=[line("1", 10, order_amount=17, product=each) for each in ("tea", "cup")]))
    assert rows(BOUGHT) == [(date(2024, 1, 1), Decimal("17.00"), 2)]


def test_a_refund_stands_on_the_day_it_was_paid(load: Make, export: Make, rows: Query) -> None:
    """Of 100, 30 go back a week later; the order stays whole."""
    back = datetime.fromisoformat("2024-01-08")
    load(export(order_line=[line("1", 100, refund_amount=30, refunded_at=back)]))
    assert rows(BOUGHT) == [(date(2024, 1, 1), Decimal("100.00"), 1)]
    assert rows(PAID_BACK) == [(date(2024, 1, 8), Decimal("30.00"))]


def test_a_refund_without_a_day_stands_on_its_orders(load: Make, export: Make, rows: Query) -> None:
    load(export(order_line=[line("1", 100, refund_amount=30)]))
    assert rows(PAID_BACK) == [(date(2024, 1, 1), Decimal("30.00"))]


def test_an_order_below_zero_is_a_refund_and_no_order(load: Make, export: Make, rows: Query) -> None:
    load(export(order_line=[line("1", 100), line("C1", -40, "2024-01-03")]))
    assert len(rows(BOUGHT)) == 1
    assert rows(PAID_BACK) == [(date(2024, 1, 3), Decimal("40.00"))]


def test_a_refund_that_a_later_export_tells_is_added(load: Make, export: Make, rows: Query) -> None:
    """The order was loaded before anything was paid back."""
    load(export(observed="2024-02-01", order_line=[line("1", 100)]))
    [counts] = load(export(observed="2024-02-02", order_line=[line("1", 100, refund_amount=30)]))
    assert counts["order_line"].duplicate == 1
    assert rows(PAID_BACK) == [(date(2024, 1, 1), Decimal("30.00"))]


@pytest.mark.parametrize("together", [True, False])
def test_two_currencies_are_refused_and_nothing_changes(
    load: Make, export: Make, database: Path, *, together: bool
) -> None:
    """In one load, or one after the other."""
    euros = [line("1", 5, currency="EUR")]
    load(export(order_line=euros))
    before = database.read_bytes()
    dollars = [line("2", 5, currency="USD")]
    with pytest.raises(CannotDo, match=r"2 currencies \(EUR, USD\)"):
        load(export(order_line=[*euros, *dollars] if together else dollars))
    assert database.read_bytes() == before


def test_a_currency_that_is_not_stated_joins_the_one_that_is(load: Make, export: Make, rows: Query) -> None:
    load(export(order_line=[line("1", 5)]))
    load(export(order_line=[line("2", 5, currency="EUR")]))
    assert rows("select currency from raw.meta") == [("EUR",)]


def test_only_the_currency_asked_for_is_loaded(load: Make, export: Make, rows: Query) -> None:
    """Of one order in euros and one in dollars, the euros are wanted; the other is counted as skipped."""
    told = export(order_line=[line("1", 5, currency="EUR"), line("2", 7, currency="USD")])
    [counts] = load(told, currency="EUR")
    assert (counts["order_line"].loaded, counts["order_line"].skipped) == (1, 1)
    assert rows("select amount::integer from raw.purchase") == [(5,)]
