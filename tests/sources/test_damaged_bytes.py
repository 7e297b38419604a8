"""No source swallows bytes that are no text: what they damage is refused, rejected, or told as it now reads."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import polars as pl
import pytest

from commkit.errors import CommkitError
from commkit.sources.files.folder import files_of
from commkit.sources.registry import SOURCES, FoundExport, find
from tests.sources.portions import batches
from tests.sources.test_contract import CASES, DATA, batches_of, file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from commkit.sources.files.file import File
    from commkit.sources.source import Reading, Source
    from commkit.store.batch import Batch

WRITTEN = (("message", "text"), ("message", "author_name"), ("member", "name"), ("event", "campaign"))
OTHERS = (("label", "value"), ("case", "title"))
ONLY_NUMBERS = {"wecom_counts"}
NO_TEXT = b"\xff"  # never in UTF-8


class Told(NamedTuple):
    """How many records and rejects there are, and how often each text is told."""

    records: int
    rejects: int
    texts: Counter[str]


def tell(pieces: Iterable[Batch]) -> Told:
    found = list(pieces)
    frames = [each for batch in found for each in batch.frames.values()]
    columns = [column for each in frames for column in each.select(pl.col(pl.String)).iter_columns()]
    texts = Counter(text for column in columns for text in column.drop_nulls())
    return Told(sum(sum(each.records.values()) for each in found), sum(len(each.rejects) for each in found), texts)


def is_swallowed(before: Told, after: Told, text: str) -> bool:
    """Whether no record is rejected although some are gone, or the text is told as if nothing had happened to it."""
    return after.rejects <= before.rejects and (
        after.records < before.records or after.texts[text] >= before.texts[text]
    )


def wounds(files: Sequence[File], found: Iterable[Batch]) -> Iterator[tuple[str, list[File]]]:
    """Each text of an export that stands in its files just once, and the files with a byte amid it that is no text."""
    frames = [each.frames for each in found]
    texts = [
        text
        for kind, key in (*WRITTEN, *OTHERS)
        for some in frames
        for text in (some[kind][key].drop_nulls() if kind in some and key in some[kind].columns else ())
    ]
    contents = [file.content() for file in files]
    for text in dict.fromkeys(texts):
        raw = text.encode()
        if len(text) > 1 and sum(content.count(raw) for content in contents) == 1:
            half = text[: len(text) // 2].encode()
            hurt = [content.replace(raw, half + NO_TEXT + raw[len(half) :]) for content in contents]
            yield text, [file_of(file.name, content) for file, content in zip(files, hurt, strict=True)]


def swallowed(exports: Sequence[FoundExport]) -> list[str | None]:
    """The first texts of these exports whose damage is not noticed, and None for each that is."""
    found: list[str | None] = []
    for export in exports:
        whole = list(batches_of([export]))
        for text, hurt in list(wounds(export.files, whole))[:2]:
            try:
                after = tell(batches_of([FoundExport(export.name, export.source, tuple(hurt))]))
            except CommkitError:
                found.append(None)
            else:
                found.append(text if is_swallowed(tell(whole), after, text) else None)
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_damaged_bytes_are_not_swallowed(name: str) -> None:
    """In the first two texts of each sample."""
    exports = [export for source, case in CASES if source == name for export in find(files_of(case))[0]]
    found = swallowed(exports)
    assert set(found) == (set() if name in ONLY_NUMBERS else {None})


def passing_over(files: Sequence[File]) -> list[File]:
    return [file_of(file.name, file.content().replace(NO_TEXT, b"")) for file in files]


def dropping_lines(files: Sequence[File]) -> list[File]:
    return [file_of(file.name, re.sub(rb"[^\n]*\xff[^\n]*\n", b"", file.content())) for file in files]


@pytest.mark.parametrize("swallowing", [passing_over, dropping_lines])
def test_a_source_that_swallows_them_is_found(swallowing: Callable[[Sequence[File]], list[File]]) -> None:
    """One that reads on as if such a byte were not there, and one that drops its line unseen."""

    class Bad:
        def read(self, files: Sequence[File], reading: Reading) -> Iterator[Batch]:
            return batches(SOURCES["chatlab"].read(swallowing(files), reading))

    [good], _ = find(files_of(DATA / "chatlab" / "lines"))
    assert set(swallowed([good])) == {None}
    bad = FoundExport("bad", cast("Source", cast("Any", Bad())), good.files)
    assert None not in swallowed([bad])
