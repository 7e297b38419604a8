"""What a question answers: a table, the chart that it wishes for, and what must be said beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import polars as pl


@dataclass(frozen=True, slots=True)
class Line:
    """One line per `series` column over the column `x`; a `band` is the columns of its lower and its upper edge.

    `waits` has, for series that wait each for other people, the columns with all of these and with those whose time is
    over: a value that still waits for some is not drawn, and one that waits for nobody is settled before its period is.
    """

    x: str
    series: tuple[str, ...]
    band: tuple[str, str] | None = None  # around each line of a single series
    waits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    even: str | None = None  # a column drawn thin beside the lines, for comparison: what it would be if all were equal

    def drop_waiting(self, table: pl.DataFrame) -> pl.DataFrame:
        """The table without values that still wait for some people: a rate of the others is no rate of all."""
        import polars as pl

        whole = ((name, pl.col(everybody) == pl.col(over)) for name, (everybody, over) in self.waits.items())
        return table.with_columns(pl.when(is_whole).then(name).alias(name) for name, is_whole in whole)


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar per row: its name in column `label`, its length in column `value`; `bounds` are an interval's columns."""

    label: str
    value: str
    bounds: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Radar:
    """One spoke per row: its name in column `label`, its length in column `value`."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """One cell per row, coloured by column `value`; `x_head` and `y_head` name the axes where not by their columns."""

    x: str
    y: str
    value: str
    x_head: str | None = None
    y_head: str | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """One bar per row, narrowing from step to step: its length in `value`, beside it the share in `rate`.

    Its name is the step's number in column `number` and its name in column `label`.
    """

    number: str
    label: str
    value: str
    rate: str


@dataclass(frozen=True, slots=True)
class Pyramid:
    """One centred bar per row, the first the top: its name in `label`, its length in `value`, its share in `rate`.

    A row whose value is null is drawn as not known, never as zero.
    """

    label: str
    value: str
    rate: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One ribbon per row from the class in column `source` to that in `target`, as high as `value`.

    Classes stand in the order in which they first appear, the highest first: all of `source`, then what only `target`
    has. Where both columns have a class, it has a rank, and what goes from rank to rank rises or falls.
    """

    source: str
    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Lights:
    """One light per row: whose in column `label`, which in `light` (red, yellow, unknown, green), why in `what`."""

    label: str
    light: str
    what: str


@dataclass(frozen=True, slots=True)
class Network:
    """One dot per row, the first of them named: where in `x` and `y`, how large in `radius`, whose in `label`.

    `partners` holds the rows that a dot is joined to, each pair once and the closest first.
    """

    x: str
    y: str
    radius: str
    label: str
    community: str
    is_staff: str
    partners: str


Chart = Line | Bars | Radar | Heatmap | Funnel | Pyramid | Flow | Lights | Network


@dataclass(frozen=True, slots=True)
class Grid:
    """How people see a long table: a line per slice, `per` and `down`, a cell per `across` that holds `value`.

    A line begins with its first row's `beside` columns; one whose `down` is null holds the mean of those above it.
    Other faces keep the long table.
    """

    down: str
    across: str
    value: str
    beside: tuple[str, ...] = ()
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A plan to be kept: each member's arm by handle, from which day to which it is open, and what the log is told."""

    name: str
    arms: Mapping[str, str]
    opens_on: date
    closes_on: date
    entry: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """One answer. Column names carry units: `_rate`, `_on`, `_at`, `_days`, `_hours`, `_amount`; bare plurals count."""

    title: str
    table: pl.DataFrame
    chart: Chart | None = None
    notes: tuple[str, ...] = ()
    total: Mapping[str, object] | None = None
    parameters: Mapping[str, object] | None = None
    cuts: Mapping[str, object] | None = None
    grid: Grid | None = None
    keys: tuple[str, ...] = ()  # columns that together name a row, which --compare finds again in an earlier answer
    vocabulary: Mapping[str, Iterable[str]] = field(default_factory=dict)  # columns of words from a closed list, and it
    unit_of: tuple[str, ...] = ()  # columns whose unit stands in the row's column `unit`
    aside: tuple[str, ...] = ()  # columns that a narrow terminal can do without
    unseen: tuple[str, ...] = ()  # columns that only programs are given: people read the same in others
    sparks: tuple[str, ...] = ()  # columns of numbers over time, which people see as a small line
    heads: Mapping[str, str] = field(default_factory=dict)  # what people see above a column instead of its own name
    notes_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # notes that explain these columns alone
    drawn: pl.DataFrame | None = None  # what the chart draws where that is not the table
    summary: tuple[str, ...] = ()  # sentences that people read first; those among the notes are not said twice
    assignment: Assignment | None = None  # what is to be kept beside the community once it is answered

    @property
    def charted(self) -> pl.DataFrame:
        """The rows that the chart draws."""
        return self.table if self.drawn is None else self.drawn


@dataclass(frozen=True, slots=True)
class Context:
    """Where an answer comes from: what every face prints beside it."""

    command: str
    as_of: str | None = None
    tz: str | None = None
    database: str | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    confidential: bool = False
