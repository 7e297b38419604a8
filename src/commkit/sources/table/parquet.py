"""Tables in Parquet, as text like all others."""

from __future__ import annotations

import os
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from commkit.errors import CannotDo
from commkit.sources.table.structure import SAMPLE, Form, Head, Number, TableRows
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from commkit.sources.files.file import File
    from commkit.sources.table.structure import Layout, Row

MAGIC = b"PAR1"
ROWS = 50_000
EXACT = 2**24  # from here on a float of 32 bits is a rounded number, and is written as one
MOST_CELLS = 2_000_000_000  # a few bytes can encode any number of equal cells


def read_heads(file: File, above: int = 0) -> Iterator[Head]:
    """The names of the columns and the first rows; nothing stands above them."""
    if not above and file.head.startswith(MAGIC):
        whole = _scanned(file)
        names = tuple(_collected(file, whole.limit(0)).columns)
        yield Head(Form("parquet"), names, _marked(_collected(file, whole.limit(SAMPLE))))


def read_rows(file: File, layout: Layout) -> Iterator[TableRows]:
    """All rows; lines are record numbers, bytes are not known."""
    import polars as pl

    whole = _scanned(file)
    count = _collected(file, whole.select(pl.len())).item()
    if count * len(layout.header) > MOST_CELLS:
        raise CannotDo(
            say("{file} states {count:,} rows", file=file.base, count=count),
            hint=say("split it, or keep only the columns that matter"),
        )
    for start in range(0, count, ROWS):
        some = _collected(file, whole.slice(start, ROWS))
        rows: list[Row] = _marked(some) if layout.comma else [*_texts(some).iter_rows()]
        numbers = list(range(start + 1, start + 1 + len(rows)))
        nowhere = [0] * len(rows)
        yield TableRows(rows, numbers, nowhere, nowhere, records=len(rows))


def _scanned(file: File) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(BytesIO(file.content()))


def _collected(file: File, plan: pl.LazyFrame) -> pl.DataFrame:
    import polars as pl

    try:
        with _muted():
            return plan.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise CannotDo(say("{file} is a broken Parquet file", file=file.base), hint=say("export it again")) from error


@contextmanager
def _muted() -> Iterator[None]:
    """Hide what the library writes to stderr about a broken file: it is long, and may contain parts of the file."""
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


def _marked(rows: pl.DataFrame) -> list[Row]:
    """The rows as text in which numbers are told apart from texts."""
    numeric = [kind.is_numeric() for kind in rows.dtypes]
    return [
        tuple(Number(cell) if is_number and cell else cell for is_number, cell in zip(numeric, row, strict=True))
        for row in _texts(rows).iter_rows()
    ]


def _texts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(_text(rows[name]).alias(name) for name in rows.columns)


def _text(column: pl.Series) -> pl.Series:
    import polars as pl

    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        stamp = "%Y-%m-%d %H:%M:%S%.6f" + ("Z" if kind.time_zone else "")
        column = column.dt.convert_time_zone("UTC") if kind.time_zone else column
        return column.dt.to_string(stamp)
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        return pl.Series([None] * len(column), dtype=pl.String)
    texts = column.cast(pl.String)
    if kind == pl.Float32:
        large = (column.abs() >= EXACT).arg_true()
        return texts.scatter(large, [f"{number:.7E}" for number in column.gather(large)])
    return texts
