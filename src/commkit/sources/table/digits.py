"""Digits of any script as 0 to 9: １２, ١٢ and १२ are 12."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Marks that nobody sees, of direction most of them: between Arabic digits, and around numbers copied from contacts.
# Those that join letters are none of them, as they are part of a word.
UNSEEN = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
NOTHING = dict.fromkeys(map(ord, UNSEEN))
# Digits that are not ASCII, and the marks between them in full width.
OTHERS = rf"[\p{{Nd}}--0-9]|[：／．，－＋{UNSEEN}]"


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
    marks = unicodedata.normalize("NFKC", text.translate(NOTHING))
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in marks)
