"""What a table is, whatever it is written in: its form, its layout, and its rows with their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commkit.sources.table.moments import Writing

Row = Sequence[str | None]


class Number(str):
    """A cell that holds a number and no text: whether texts have a decimal comma says nothing about it."""

    __slots__ = ()


SAMPLE = 500  # rows from which a layout is judged


def squeeze_header(header: str) -> str:
    """A header without case, spaces, underscores, brackets and marks."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", header).casefold() if mark.isalnum())


def bare_header(header: str) -> str:
    """A header squeezed, without what stands in brackets."""
    return squeeze_header(header.replace("（", "(").split("(")[0])


@dataclass(frozen=True, slots=True)
class Form:
    """What a table is written in: delimited (an empty delimiter is any white space), workbook, parquet or jsonlines."""

    container: str
    delimiter: str = ""
    sheet: str = ""
    above: int = 0  # lines, or rows of a sheet, that stand above the header
    sheets: tuple[tuple[str, int], ...] = ()  # further sheets of the same header, and how many rows stand above it


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a table: its first row, which may be a header, and some rows after it."""

    form: Form
    header: tuple[str, ...]
    rows: Sequence[Row]
    regular: float = 1.0  # the share of the records that are as wide as the first
    titles: tuple[str, ...] = ()  # what stands above the header, the name of the sheet, and that of the file


@dataclass(frozen=True, slots=True)
class Spread:
    """The columns of a wide table whose cells are records: what each is of, and the roles of its name and its cell."""

    columns: Mapping[int, str]  # index of a column -> what its cells are of
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read: what kind it is, which column plays which role, how times and amounts are written."""

    kind: str
    form: Form
    header: tuple[str, ...]
    has_header: bool
    columns: Mapping[str, int]  # role -> index of its column
    times: Mapping[str, Writing]  # role -> how its instants are written
    comma: bool = False  # amounts have a decimal comma
    dialect: str = "generic"  # or shopify, youzan
    spread: Spread | None = None  # the columns whose cells are the records, where a row holds several
    titles: tuple[str, ...] = ()  # as those of its head
    group: str = ""  # of messages whose table names none

    def is_named(self, role: str, words: str) -> bool:
        """Whether the column of this role has one of these headers."""
        at = self.columns.get(role, len(self.header))
        return at < len(self.header) and bare_header(self.header[at]) in set(map(squeeze_header, words.split()))

    @property
    def naive(self) -> bool:
        """Whether the deciding time is a local wall clock."""
        return not next((writing.zoned for writing in self.times.values()), False)


class Unplaced(NamedTuple):
    """Columns of a table that play no role, the roles that are free, and whether a column can become a label."""

    columns: tuple[str, ...]
    roles: tuple[str, ...]
    takes_labels: bool
    sheets: tuple[str, ...] = ()  # of its workbook, that nothing is read from
    copies: tuple[tuple[str, str], ...] = ()  # sheets that hold the same as another, which is read


class Bad(NamedTuple):
    """A record that is not a row: where it stands, why, and its cells."""

    line: int
    start: int
    end: int
    code: str
    cells: Row = ()


@dataclass(slots=True)
class TableRows:
    """Some records of a table: the cells of each, its first line and its span of bytes; `records` counts all met."""

    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    records: int = 0

    def add(self, row: Row, line: int, start: int, end: int) -> None:
        """One well-formed record."""
        self.rows.append(row)
        self.lines.append(line)
        self.starts.append(start)
        self.ends.append(end)

    def drop_first(self) -> None:
        """Forget the first record: it is the header."""
        if self.rows and not (self.bad and self.bad[0].line < self.lines[0]):
            for column in (self.rows, self.lines, self.starts, self.ends):
                del column[0]
        elif self.bad:
            del self.bad[0]
        self.records -= 1
