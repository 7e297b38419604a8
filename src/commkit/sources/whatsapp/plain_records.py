"""The plain records of a WhatsApp export, in columns: certainly a member's words, or the stub of a medium.

Everything else is left to the careful reader, which knows every record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commkit.sources.files.encoding import DAMAGED
from commkit.sources.whatsapp.content import MARK, is_name
from commkit.sources.whatsapp.lines import MARKS, clock_of, day_of
from commkit.sources.whatsapp.member_names import normalise_name
from commkit.sources.whatsapp.placeholders import ATTACHED_ENDS, DELETERS, KINDS, SPECIALS

if TYPE_CHECKING:
    from collections.abc import Container

    import polars as pl

STUBS = {mark + stub: kind for mark in ("", MARK) for stub, kind in KINDS.items()}
# Plain words are not empty, do not begin with anything in the first and do not contain anything in the second. The
# characters from \x1c to \x1f are space for Python alone.
ODD_START = f"^(?:$|{'|'.join(map(re.escape, (*KINDS, *SPECIALS)))})"
ODD = f"[<@{MARKS}\x1c-\x1f]|{'|'.join(map(re.escape, (*ATTACHED_ENDS, *DELETERS)))}"


def find_speakers(records: pl.DataFrame, subjects: Container[str]) -> pl.DataFrame:
    """The records, with the `author` of those in which certainly a member speaks."""
    import polars as pl

    names = records["name"].drop_nulls().unique().to_list()
    persons = [None if name in subjects else _person(name) for name in names]
    author = pl.col("name").replace_strict(names, persons, default=None, return_dtype=pl.String)
    may_be_own = pl.col("body").str.starts_with(MARK) & ~pl.col("body").is_in([*STUBS])
    return records.with_columns(author=pl.when(~may_be_own).then(author))


def _person(name: str) -> str | None:
    return (normalise_name(name) or None) if is_name(name) and DAMAGED not in name else None


def read_plain(records: pl.DataFrame, order: str, subjects: Container[str]) -> pl.DataFrame:
    """The records, with the `author`, `sent_at`, `kind` and `words` of plain ones. The others have no kind."""
    import polars as pl

    days, clocks = (records[name].unique().to_list() for name in ("day", "clock"))
    on = pl.col("day").replace_strict(days, [day_of(day, order) for day in days], return_dtype=pl.Date)
    at = pl.col("clock").replace_strict(clocks, list(map(clock_of, clocks)), return_dtype=pl.Time)
    dated = find_speakers(records, subjects).with_columns(
        sent_at=on.dt.combine(at, "us"),
        stub=pl.col("body").replace_strict(STUBS, default=None, return_dtype=pl.String),
        words=pl.col("body").str.strip_chars(),
    )
    is_odd = pl.col("words").str.contains(ODD) | pl.col("words").str.contains(ODD_START)
    kind = pl.coalesce("stub", pl.when(~is_odd).then(pl.lit("text")))
    return dated.with_columns(
        kind=pl.when(pl.col("author").is_not_null() & pl.col("sent_at").is_not_null()).then(kind),
        words=pl.when(pl.col("stub").is_null()).then("words"),
    )
