"""Text cut into records with their lines and bytes: by the csv module if it is regular, with care if it is not."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from commkit.sources.table.structure import Bad, TableRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from commkit.sources.table.structure import Row

MOST_LINES = 64  # of one record; a quote that stays open for longer is not meant as one
MOST_BYTES = 1024 * 1024
BLOCK_BYTES = 4 * 1024 * 1024
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class CutRules:
    """How to cut: an empty delimiter is any white space."""

    delimiter: str
    width: int
    skip_first: bool = False  # the first record is the header
    above: int = 0  # lines that stand above it


def cut_records(chunks: Iterable[bytes], rules: CutRules) -> Iterator[TableRows]:
    """The records of this UTF-8, a piece for every chunk; at least one piece."""
    csv.field_size_limit(MOST_BYTES)
    rest, line, offset, header_due = b"", 1, 0, rules.skip_first
    for chunk, is_last in _with_last(chunks):
        data = rest + chunk
        if offset == 0 and line == 1 and data.startswith(MARK):
            data, offset = data[len(MARK) :], len(MARK)
        lines = data.splitlines(keepends=True)
        if rules.above and line == 1:
            offset, line = offset + sum(map(len, lines[: rules.above])), line + rules.above
            del lines[: rules.above]
        block = _Block(lines if is_last else _whole(lines), rules, line, offset)
        block.cut(is_last=is_last)
        rest, line, offset = b"".join(lines[block.at :]), line + block.at, block.offsets[block.at]
        if header_due and block.piece.records:
            block.piece.drop_first()
            header_due = False
        yield block.piece


def _with_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Blocks of some chunks, and whether each is the last; an empty one if there is none."""
    held: list[bytes] = []
    for chunk in chunks:
        if sum(map(len, held)) >= BLOCK_BYTES:
            yield b"".join(held), False
            held = []
        held.append(chunk)
    yield b"".join(held), True


def _whole(lines: list[bytes]) -> list[bytes]:
    """The lines, without the last one if it may continue."""
    is_cut = lines and not lines[-1].endswith(b"\n") and len(lines[-1]) < MOST_BYTES
    return lines[:-1] if is_cut else lines


class _Block:
    """Whole lines on their way to records; `at` is the line to be read next."""

    def __init__(self, lines: list[bytes], rules: CutRules, line: int, offset: int) -> None:
        self.texts = [raw.decode("utf-8", "replace") for raw in lines]
        self.offsets = list(accumulate(map(len, lines), initial=offset))
        self.damaged = {at for at, text in enumerate(self.texts) if "\ufffd" in text and not _is_utf8(lines[at])}
        self.rules, self.line, self.at, self.piece = rules, line, 0, TableRows()

    def cut(self, *, is_last: bool) -> None:
        """All records except those that may end in the next block."""
        self._lines()
        while self.at < len(self.texts):
            self._regular()
            if self.at == len(self.texts) or (not is_last and self._is_open()):
                return
            self._resynchronise()

    def _lines(self) -> None:
        """All records at once where every line is one, as in most tables."""
        with suppress(csv.Error):
            rows: list[Row] = list(
                map(tuple, self._rows(self.texts))
            )  # tuples, which the garbage collector soon ignores
            are_alike = len(rows) == len(self.texts) and set(map(len, rows)) == {self.rules.width}
            if are_alike and not self.damaged and all(map(any, rows)):
                lines = list(range(self.line, self.line + len(rows)))
                self.piece = TableRows(rows, lines, self.offsets[:-1], self.offsets[1:], records=len(rows))
                self.at = len(rows)

    def _regular(self) -> None:
        """One record after another, up to the first irregular one."""
        feed = _Feed(self.texts, self.offsets, self.at)
        width = self.rules.width
        with suppress(csv.Error):
            for row in self._rows(feed):
                if any(row):
                    if len(row) == width:
                        self._take(row, feed.at)
                    elif not self._take_odd(row, feed.at):
                        return
                self.at = feed.first = feed.at

    def _rows(self, feed: Iterable[str]) -> Iterable[list[str]]:
        if not self.rules.delimiter:
            return map(str.split, feed)
        return csv.reader(feed, delimiter=self.rules.delimiter, strict=True)

    def _take(self, row: list[str], end: int) -> None:
        if self.damaged and not self.damaged.isdisjoint(range(self.at, end)):
            self._bad("undecodable", end, row)
            return
        self.piece.records += 1
        self.piece.add(row, self.line + self.at, self.offsets[self.at], self.offsets[end])

    def _take_odd(self, row: list[str], end: int) -> bool:
        """A row of another width. Surplus empty cells are dropped; anything else in one line is one bad record."""
        width = self.rules.width
        if len(row) > width and not any(row[width:]):
            self._take(row[:width], end)
        elif any(map(str.strip, row)):
            if end - self.at > 1:
                return False
            self._bad("bad-row", end, row)
        return True

    def _bad(self, code: str, end: int, cells: Sequence[str] = ()) -> None:
        self.piece.records += 1
        self.piece.bad.append(Bad(self.line + self.at, self.offsets[self.at], self.offsets[end], code, cells))

    def _is_open(self) -> bool:
        """Whether this record, or the place to go on after it, may be in the next block."""
        few = len(self.texts) - self.at < 2 * MOST_LINES
        return few and self.offsets[-1] - self.offsets[self.at] < 2 * MOST_BYTES

    def _resynchronise(self) -> None:
        """One bad record, which ends where the next line parses."""
        stop = min(self.at + MOST_LINES, len(self.texts))
        while stop > self.at + 1 and self.offsets[stop] - self.offsets[self.at] > MOST_BYTES:
            stop -= 1
        end = next((at for at in range(self.at + 1, stop) if self._parses(at)), stop)
        self._bad("bad-quote", end)
        self.at = end

    def _parses(self, at: int) -> bool:
        with suppress(csv.Error):
            row = next(iter(self._rows(_Feed(self.texts, self.offsets, at))), [])
            return len(row) == self.rules.width and any(row)
        return False


class _Feed:
    """Lines for the csv module; it ends where the record that began at `first` gets too long."""

    def __init__(self, texts: list[str], offsets: list[int], at: int) -> None:
        self.texts, self.offsets, self.at, self.first = texts, offsets, at, at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        at, first = self.at, self.first
        is_long = at - first >= MOST_LINES or self.offsets[at] - self.offsets[first] > MOST_BYTES
        if at == len(self.texts) or is_long:
            raise StopIteration
        self.at = at + 1
        return self.texts[at]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
