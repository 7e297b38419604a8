"""Amounts of money and counts as people write them, read exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.sources.table.digits import plain_digits

if TYPE_CHECKING:
    import polars as pl

UNITS = "元|圆|块|人民币|[A-Za-z]{3}|[$¥￥€£₩₹]|件|个|张|本|份|盒|套|瓶|次|台"
AMOUNT = (
    r"^(?P<open>[(（])? ?(?P<sign>[-−－+])? ?(?:[A-Z]{0,3}|Rp\.?|kr\.?) ?[$¥￥€£₩₹]? ?(?P<inner>[-−－+])? ?"
    rf"(?P<digits>[0-9][0-9,.]*|\.[0-9]+) ?(?:{UNITS})?(?P<close>[)）])?(?: ?[(（].*)?$"
)
POINTED = r"^(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]*)?$"
COMMAED = r"^(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]*)?$"
GROUPED = r"^[1-9][0-9]{0,2}(?:\.[0-9]{3})+$"
MOST = 10**14


def has_comma(values: pl.Series, *, leans: bool = False) -> bool | None:
    """Whether these texts have a decimal comma; None if they leave it open, as 1.234 and 12.000 do.

    `leans` says that the table is written as those are that have one.
    """
    texts = plain_digits(values.drop_nulls())
    comma = texts.str.contains(r"[0-9],[0-9]{1,2}(?:[^0-9]|$)").any()
    point = texts.str.contains(r"\.[0-9]{1,2}(?:[^0-9]|$)|[0-9],[0-9]{3}(?:[^0-9]|$)").any()
    if comma or point:
        return bool(comma and not point)
    numbers = texts.str.extract(r"([0-9][0-9.,]*)").drop_nulls()
    pointed = numbers.filter(numbers.str.contains(".", literal=True))
    if pointed.is_empty() or not pointed.str.contains(GROUPED).all() or numbers.str.contains(r"^[0-9]{4}").any():
        return False
    return True if leans or pointed.str.contains(r"\..*\.").any() else None


def read_amounts(values: pl.Series, *, comma: bool = False) -> pl.Series:
    """The amounts as decimals with 8 places; null if a text is not one or has more than 14 digits before the point."""
    import polars as pl

    exact, values = pl.Decimal(38, 8), plain_digits(values)
    read = pl.Series(values.name, [None] * len(values), dtype=exact) if comma else values.cast(exact, strict=False)
    left = (read.is_null() & values.is_not_null()).arg_true()
    if len(left):
        read = read.scatter(left, _by_parts(values.gather(left), comma=comma))
    return read.set(read.abs() >= MOST, None)


def _by_parts(values: pl.Series, *, comma: bool) -> pl.Series:
    """Amounts with signs, currencies, brackets and units; a remark in brackets after the number is ignored."""
    import polars as pl

    digits = pl.col("digits")
    thousands, point = (".", ",") if comma else (",", ".")
    plain = digits.str.replace_all(thousands, "", literal=True).str.replace(point, ".", literal=True)
    is_number = digits.str.contains(COMMAED if comma else POINTED)
    number = pl.when(is_number).then(plain).cast(pl.Decimal(38, 8), strict=False)
    is_less = pl.col("open").is_not_null() | pl.coalesce("sign", "inner").is_in(list("-−－")).fill_null(value=False)
    is_whole = (pl.col("open").is_null() == pl.col("close").is_null()) & pl.any_horizontal(
        pl.col("sign", "inner").is_null()
    )
    parts = values.str.strip_chars().str.extract_groups(AMOUNT).struct.unnest()
    return parts.select(pl.when(is_whole).then(pl.when(is_less).then(-number).otherwise(number))).to_series()


def is_of_line(sample: pl.DataFrame, *, comma: bool) -> bool:
    """Whether a supposed amount of the order is the amount of its lines: it differs within an order."""
    import polars as pl

    stated = pl.DataFrame(
        {"order": sample["order"], "amount": read_amounts(sample["order_amount"], comma=comma)}
    ).drop_nulls()
    return bool((stated.group_by("order").n_unique()["amount"] > 1).any())
