"""What a question answers: a table, the chart that it wishes for, and what must be said beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


@dataclass(frozen=True, slots=True)
class Line:
    """One line per `series` column over the column `x`."""

    x: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar per row: its name in column `label`, its length in column `value`."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """One cell per row, coloured by column `value`."""

    x: str
    y: str
    value: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """One bar per row, narrowing from step to step: its length in `value`, beside it the share in `rate`.

    Its name is the step's number in column `number` and its name in column `label`.
    """

    number: str
    label: str
    value: str
    rate: str


Chart = Line | Bars | Heatmap | Funnel


@dataclass(frozen=True, slots=True)
class Grid:
    """How people see a long table: a line per `down` (and slice), a cell per `across` that holds `value`.

    The `beside` columns, the same all along a line, stand between the two. Other faces keep the long table.
    """

    down: str
    across: str
    value: str
    beside: tuple[str, ...] = ()


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
    unit_of: tuple[str, ...] = ()  # columns whose unit stands in the row's column `unit`


@dataclass(frozen=True, slots=True)
class Context:
    """Where an answer comes from: what every face prints beside it."""

    command: str
    as_of: str | None = None
    tz: str | None = None
    database: str | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    confidential: bool = False
