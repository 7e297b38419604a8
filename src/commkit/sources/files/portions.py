"""Many texts read at once: in portions that fit into memory, as columns of text."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from commkit.sources.files.file import broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from commkit.sources.files.file import File

ENOUGH = 16 * 1024 * 1024  # bytes of text that are handed over together
MOST_LINE_BYTES = 64 * 1024 * 1024


class Block(NamedTuple):
    """Whole lines of a file: the number of the first, and their bytes without the last line feed."""

    file: File
    first: int
    body: bytes


def read_blocks(file: File) -> Iterator[Block]:
    """The file in blocks of whole lines. Raises CannotDo for a line without an end."""
    first, rest = 1, b""
    for chunk in file.chunks():
        body, feed, after = (rest + chunk).rpartition(b"\n")
        rest = after
        if feed:
            yield Block(file, first, body)
            first += body.count(b"\n") + 1
        elif len(rest) > MOST_LINE_BYTES:
            raise broken(file)
    if rest:
        yield Block(file, first, rest)


def read_whole_lines(file: File) -> Iterator[bytes]:
    """Every line with its line feed. Raises CannotDo for a line without an end."""
    with file.stream() as stream:
        for line in iter(partial(stream.readline, MOST_LINE_BYTES), b""):
            if len(line) == MOST_LINE_BYTES:
                raise broken(file)
            yield line


def read_lines(files: Iterable[File]) -> Iterator[pl.DataFrame]:
    """All lines of these files in order, a portion at a time, as `split_lines` returns them."""
    some, held = list[Block](), 0
    for block in chain.from_iterable(map(read_blocks, files)):
        some.append(block)
        held += len(block.body)
        if held >= ENOUGH:
            yield split_lines(some)
            some, held = [], 0
    if some:
        yield split_lines(some)


def split_lines(some: Sequence[Block]) -> pl.DataFrame:
    """Every line of these blocks: the name of its file, its number, and its text without what ends it."""
    import polars as pl

    whole = pl.DataFrame(
        {
            "file": [block.file.name for block in some],
            "number": [block.first for block in some],
            "text": _decoded([block.body for block in some]).str.split("\n"),
        }
    )
    last = pl.col("number") + pl.col("text").list.len()
    split = whole.with_columns(number=pl.int_ranges("number", last)).explode("number", "text")
    text = pl.col("text").str.strip_chars_end("\r")
    return split.with_columns(text=pl.when(number=1).then(text.str.strip_prefix("\ufeff")).otherwise(text))


def _decoded(bodies: Sequence[bytes]) -> pl.Series:
    """Bytes as a column of text; those that are not UTF-8 become U+FFFD."""
    import polars as pl

    try:
        return pl.Series(bodies, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series([body.decode(errors="replace") for body in bodies], dtype=pl.String)
