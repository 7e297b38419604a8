"""Ids for records whose table gives them none, made of what tells them apart."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


def make_ids(cells: pl.DataFrame, apart: Sequence[str], digested: Sequence[str]) -> pl.Series:
    """An id for each row: the columns that tell it apart, and a digest of those that hold words of people."""
    import polars as pl

    joined = pl.concat_str([pl.col(name).fill_null("") for name in digested], separator=chr(31)).alias("words")
    digests = [blake2b(words.encode(), digest_size=16).hexdigest() for words in cells.select(joined)["words"]]
    plain = [pl.col(name).cast(pl.String).fill_null("") for name in apart]
    return cells.select(pl.concat_str([*plain, pl.Series("digest", digests, pl.String)], separator=" ").alias("id"))[
        "id"
    ]
