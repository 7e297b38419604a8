"""A column's name says how its values read."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from commkit.render.units import format_tick, format_value, translate_words


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("reply_rate", 0.125, "12.5%"),
        ("reply_rate", Decimal("0.5"), "50.0%"),
        ("reply_rate", 0.0, "0.0%"),
        ("uplift_pp", -6.06, "-6.1"),
        ("uplift_pp", 8, "+8.0"),
        ("net_amount", Decimal("-1234567.8"), "-1,234,567.80"),
        ("quiet_days", 3.0, "3"),
        ("quiet_days", 1.26, "1.3"),
        ("reply_hours", 1200, "1,200"),
        ("messages", 1234567, "1,234,567"),
        ("messages", Decimal(7), "7"),
        ("lift", 2.345, "2.35"),
        ("lift", -0.001234, "-0.00123"),
        ("betweenness", 8.21e-05, "<0.0001"),
        ("lift", -2e-05, ">-0.0001"),
        ("change_days", -0.01, "0.0"),
        ("change_reply_rate", -0.061, "-6.1 pp"),
        ("change_reply_rate", 0.5, "+50.0 pp"),
        ("change_reply_rate", 0.0, "0.0 pp"),
        ("change_messages", 5, "+5"),
        ("year", 2026, "2026"),
        ("first_on", date(2026, 6, 30), "2026-06-30"),
        ("first_on", datetime(2026, 6, 30, 23, 59), "2026-06-30"),  # noqa: DTZ001 (local)
        ("last_at", datetime(2026, 6, 30, 9, 5, 59), "2026-06-30 09:05"),  # noqa: DTZ001 (local)
        ("active", True, "yes"),
        ("tags", ["a", "b\x1b"], "a, b␛"),
        ("member", "\x1b", "␛"),
        ("messages", None, "–"),
        ("reply_rate", float("nan"), "–"),
        ("net_amount", float("-inf"), "–"),
    ],
)
def test_shown(column: str, value: object, text: str) -> None:
    assert format_value(column, value) == text


@pytest.mark.usefixtures("chinese")
def test_only_closed_lists_are_translated() -> None:
    table = pl.DataFrame({"segment": ["lost"], "reasons": [["lost", "new"]], "member": ["lost"]})
    told = translate_words(table, {"segment": ["lost"], "reasons": ["lost"], "step": ["lost"]})
    assert told.row(0) == ("流失", ["流失", "new"], "lost")


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [("reply_rate", 0.1, "10%"), ("messages", 2000.0, "2,000"), ("net_amount", 0.25, "0.25")],
)
def test_tick(column: str, value: float, text: str) -> None:
    assert format_tick(column, value) == text
