"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from commkit.sources.table.amounts import has_comma, read_amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12"),
        ("1,234.50", "1234.5"),
        ("¥12", "12"),
        ("￥ 1,234", "1234"),
        ("$3.20", "3.2"),
        ("US$3.20", "3.2"),
        ("-$3.20", "-3.2"),
        ("$-3.20", "-3.2"),
        ("−5", "-5"),
        ("(5.00)", "-5"),
        ("12元", "12"),
        ("3 CNY", "3"),
        ("CNY 3", "3"),
        (".5", "0.5"),
        ("69.20(分销商等级折扣：47.80)", "69.2"),
        ("69.20（会员）", "69.2"),
        ("0.1", "0.1"),
        ("99999999999999", "99999999999999"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert read_amounts(pl.Series([text])).to_list() == [Decimal(amount)]


@pytest.mark.parametrize(
    "text", ["", "abc", "12abcd", "1,23,4", "1.2万", "(5", "1.2.3", "9" * 15, "9" * 60, "NaN", "--5"]
)
def test_a_text_that_is_not_an_amount_is_null(text: str) -> None:
    assert read_amounts(pl.Series([text])).to_list() == [None]


def test_a_decimal_comma_needs_a_column_that_speaks_for_it() -> None:
    german = pl.Series(["1.234,50", "12,00", "1.000", None])
    assert has_comma(german)
    assert read_amounts(german, comma=True).to_list() == [Decimal("1234.5"), Decimal(12), Decimal(1000), None]
    assert not has_comma(pl.Series(["1,234.50", "12"]))
    assert not has_comma(pl.Series(["12,50", "12.50"]))
    assert not has_comma(pl.Series(["1,234"]))
    assert read_amounts(pl.Series(["12,50"])).to_list() == [None]
