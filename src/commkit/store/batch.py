"""What the store accepts: frames of fixed shapes, rejects with reasons, and the counts to check them by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from commkit.store.fields import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import polars as pl


class Reject(NamedTuple):
    """One record that could not be taken: where it stands and why."""

    kind: str
    file: str
    line: int
    start: int
    end: int
    code: str
    reason: str


def find_home(zones: Mapping[str, int]) -> tuple[str | None, bool]:
    """The zone of most people, the first by name of several, and whether half of them or more live in it."""
    home = min(zones, key=lambda zone: (-zones[zone], zone), default=None)
    return home, home is not None and 2 * zones[home] >= sum(zones.values())


@dataclass(frozen=True, slots=True)
class Batch:
    """Part of an export: frames by kind, and the number of records that were read to get them.

    For every kind: records read = rows in its frame + rejects + skipped.
    """

    frames: Mapping[str, pl.DataFrame]
    records: Mapping[str, int]
    rejects: Sequence[Reject] = ()
    skipped: Mapping[tuple[str, str], int] = field(default_factory=dict)
    naive: bool = False
    zone: str | None = None
    observed_at: datetime | None = None
    covers_until: datetime | None = None
    of_days: bool = False  # it has no moments, but days of the calendar, which no zone of the export moves
    unknown_states: Mapping[str, int] = field(default_factory=dict)  # of orders that count, and their lines
    unknown_answers: Mapping[tuple[str, str], int] = field(
        default_factory=dict
    )  # kind, word -> records that ask yes or no
    zones: Mapping[str, int] = field(default_factory=dict)  # how many people an export places in each time zone
    notices: Mapping[str, int] = field(default_factory=dict)  # of the platform's own, by what became of them

    @property
    def size(self) -> int:
        """Records."""
        return sum(self.records.values())


@dataclass(frozen=True, slots=True)
class Stream:
    """An export that the engine itself reads: a file or bytes in UTF-8, and the SQL file that shapes them."""

    kind: str
    sql: str
    content: Path | Iterable[bytes]
    parameters: Mapping[str, object]
    are_plain: Callable[[pl.Series], bool]  # whether ids of members and groups may stay as they are
    otherwise: Callable[[], Iterator[Batch]]  # the careful way, for text that is not clean
    naive: bool = False
    ids_are_names: bool = False  # the authors' ids are also their names
    size: int = 0  # nobody counts what the engine reads


Portion = Batch | Stream  # one part of an export, as a source hands it over


def frame(kind: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame of this kind's shape; a column that a row leaves out is null."""
    return frame_of_columns(kind, [[row.get(name) for row in rows] for name in SHAPES[kind]])


def frame_of_columns(kind: str, columns: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Columns, in the order of this kind's shape, as a frame."""
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "text": pl.String,
        "int": pl.Int64,
        "bool": pl.Boolean,
        "instant": pl.Datetime("us"),
        "day": pl.Date,
        "amount": pl.Decimal(18, 4),
    }
    shape = zip(SHAPES[kind].items(), columns, strict=True)
    return pl.DataFrame([pl.Series(name, values, types[word]) for (name, word), values in shape])
