"""Digits of any script as 0 to 9: １２, ١٢ and १२ are 12."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Digits that are not ASCII, and the marks between them in full width; marks of direction stand between Arabic ones.
OTHERS = r"[\p{Nd}--0-9]|[：／．，－＋]"
DIRECTIONS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def plain_digits(texts: pl.Series) -> pl.Series:
    """The texts with all their digits in ASCII; one without others stays as it is."""
    import polars as pl

    has_others = texts.str.contains(OTHERS).fill_null(value=False)
    if not has_others.any():
        return texts
    known = {text: plain(text) for text in texts.filter(has_others).unique()}
    return texts.to_frame("text").select(pl.col("text").replace(known)).to_series().alias(texts.name)


def plain(text: str) -> str:
    """The text with digits, points and colons in ASCII."""
    marks = unicodedata.normalize("NFKC", text.translate(DIRECTIONS))
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in marks)
