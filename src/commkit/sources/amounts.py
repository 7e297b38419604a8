"""Amounts of money and counts as people write them, read exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

UNITS = "元|圆|块|人民币|[A-Za-z]{3}|[$¥￥€£₩₹]|件|个|张|本|份|盒|套|瓶|次|台"
AMOUNT = (
    r"^(?P<open>[(（])? ?(?P<sign>[-−－+])? ?[A-Z]{0,3} ?[$¥￥€£₩₹]? ?(?P<inner>[-−－+])? ?"
    rf"(?P<digits>\d[\d,.]*|\.\d+) ?(?:{UNITS})?(?P<close>[)）])?(?: ?[(（].*)?$"
)
POINTED = r"^(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?$"
COMMAED = r"^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?$"


def has_comma(values: pl.Series) -> bool:
    """Whether these texts have a decimal comma, and nothing speaks against it."""
    texts = values.drop_nulls()
    comma = texts.str.contains(r"\d,\d{1,2}(?:\D|$)").any()
    point = texts.str.contains(r"\.\d{1,2}(?:\D|$)|\d,\d{3}(?:\D|$)").any()
    return bool(comma and not point)


def amounts(values: pl.Series, *, comma: bool = False) -> pl.Series:
    """The amounts as decimals with 8 places, null where a text is none."""
    import polars as pl

    exact = pl.Decimal(38, 8)
    read = values.cast(exact, strict=False) if not comma else values.clear().cast(exact).extend_constant(None, len(values))
    left = (read.is_null() & values.is_not_null()).arg_true()
    if not len(left):
        return read
    parts = values.gather(left).str.strip_chars().str.extract_groups(AMOUNT).struct.unnest()
    digits = pl.col("digits")
    plain = digits.str.replace_all(".", "", literal=True).str.replace(",", ".") if comma else digits.str.replace_all(",", "")
    number = pl.when(digits.str.contains(COMMAED if comma else POINTED)).then(plain).cast(exact, strict=False)
    minus = pl.any_horizontal(pl.col("sign", "inner").is_in(list("-−－"))) | pl.col("open").is_not_null()
    whole = pl.col("open").is_null() == pl.col("close").is_null()
    return read.scatter(left, parts.select(pl.when(whole).then(pl.when(minus.fill_null(value=False)).then(-number).otherwise(number))).to_series())
