"""What a chart draws, as plain names and numbers, for every way of drawing it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from commkit import words
from commkit.choices import UNSETTLED, PeriodStatus
from commkit.render.safe import safe
from commkit.render.units import format_value, translate_words
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from commkit.result import Bars, Funnel, Heatmap, Line, Pyramid, Radar, Result

Number = float | None
SLICE = "slice"
MOST_TRACES, MOST_BARS = 6, 40


@dataclass(frozen=True, slots=True)
class Trace:
    """One line: its name, the column that gives its unit, one value per place, and the edges of its band, if any.

    `unsettled` has, place by place, the values of periods that are not settled, through which no line goes.
    """

    name: str
    column: str
    values: tuple[Number, ...]
    unsettled: tuple[Number, ...]
    band: tuple[tuple[Number, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over common places; `hidden` says how many lines are not drawn."""

    x: str
    places: tuple[object, ...]
    labels: tuple[str, ...]
    traces: tuple[Trace, ...]
    hidden: int
    even: Trace | None = None


@dataclass(frozen=True, slots=True)
class Lengths:
    """Named lengths, of which each may have an interval; `hidden` says how many are not drawn."""

    column: str
    labels: tuple[str, ...]
    values: tuple[Number, ...]
    hidden: int
    bounds: tuple[tuple[Number, Number], ...] = ()


@dataclass(frozen=True, slots=True)
class Stages:
    """Lengths from the top down, each with its share; `opens` says where a funnel or a pyramid begins."""

    column: str
    rate: str
    labels: tuple[str, ...]
    values: tuple[Number, ...]
    shares: tuple[str, ...]
    opens: tuple[bool, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of cells under column labels; an absent cell is None. `x` and `y` are what is written along them."""

    column: str
    x: str
    y: str
    across: tuple[str, ...]
    down: tuple[str, ...]
    rows: tuple[tuple[Number, ...], ...]


def read_drawn(result: Result) -> pl.DataFrame:
    """The rows that a chart draws, in the reader's language; a status is not written anywhere, and stays a word."""
    drawn = {column: closed for column, closed in result.vocabulary.items() if column != "status"}
    return translate_words(result.charted, drawn)


def shape_lines(table: pl.DataFrame, chart: Line) -> Lines:
    """The lines of a chart, one per series, or per series and slice."""
    table = chart.drop_waiting(table)
    kinds = find_slices(table, {chart.x, *chart.series})
    places = _places(table[chart.x])
    marks = [None] * table.height if kinds == [None] else table[SLICE].to_list()
    traces = []
    keys = list(zip(table[chart.x], marks, strict=True))
    at = {column: _by(keys, table[column]) for column in (*chart.series, *(chart.band or ()))}
    settled = {column: _settled(table, chart, marks, column) for column in chart.series}
    for kind in kinds:
        values = {column: tuple(found.get((place, kind)) for place in places) for column, found in at.items()}
        band = tuple(values[edge] for edge in chart.band or ())
        for column in chart.series:
            is_settled = [(place, kind) in settled[column] for place in places]
            name = _named(kind, words.heading(column), alone=len(chart.series) == 1)
            line = _only(values[column], is_settled)
            apart = _only(values[column], [not each for each in is_settled])
            traces.append(Trace(name, column, line, apart, band))
    labels = tuple(format_value(chart.x, place) for place in places)
    hidden = max(0, len(traces) - MOST_TRACES)
    return Lines(chart.x, (*places,), labels, (*traces[:MOST_TRACES],), hidden, _shape_even(table, chart, places))


def _shape_even(table: pl.DataFrame, chart: Line, places: Sequence[object]) -> Trace | None:
    """The line to compare with, which is the same for all slices."""
    if chart.even is None:
        return None
    at = dict(zip(table[chart.x], map(to_number, table[chart.even]), strict=True))
    return Trace(words.heading(chart.even), chart.even, tuple(at.get(place) for place in places), ())


def _only(values: Iterable[Number], chosen: Iterable[bool]) -> tuple[Number, ...]:
    return tuple(value if is_chosen else None for value, is_chosen in zip(values, chosen, strict=True))


def _settled(table: pl.DataFrame, chart: Line, marks: Sequence[object], column: str) -> set[tuple[object, object]]:
    """The places, slice by slice, where this series is settled; all of them where rows have no status."""
    statuses = table["status"] if "status" in table.columns else [None] * table.height
    unsettled = {*UNSETTLED} - ({PeriodStatus.maturing} if column in chart.waits else set())
    keys = zip(table[chart.x], marks, statuses, strict=True)
    return {(place, mark) for place, mark, status in keys if status not in unsettled}


def shape_lengths(table: pl.DataFrame, chart: Bars | Radar) -> Lengths:
    """The bars or the spokes of a chart, in the order of the rows."""
    drawn = table.head(MOST_BARS)
    labels = _sliced(drawn, chart.label, {chart.label, chart.value})
    values = tuple(to_number(value) for value in drawn[chart.value])
    edges = [[to_number(value) for value in drawn[name]] for name in getattr(chart, "bounds", None) or ()]
    return Lengths(chart.value, labels, values, table.height - drawn.height, tuple(zip(*edges, strict=True)))


def shape_stages(table: pl.DataFrame, chart: Funnel | Pyramid) -> Stages:
    """The stages of a funnel or the levels of a pyramid, or of one a slice, in the order of the rows."""
    drawn = table.head(MOST_BARS)
    sliced = len(find_slices(drawn, set())) > 1
    marks = drawn[SLICE].to_list() if sliced else [None] * drawn.height
    return Stages(
        column=chart.value,
        rate=chart.rate,
        labels=tuple(
            name if not sliced else f"{format_value(SLICE, mark)} · {name}"
            for mark, name in zip(marks, _stage_names(drawn, chart), strict=True)
        ),
        values=tuple(to_number(value) for value in drawn[chart.value]),
        shares=tuple(format_value(chart.rate, value) for value in drawn[chart.rate]),
        opens=tuple(mark != before for mark, before in zip(marks, [object(), *marks], strict=False)),
        hidden=table.height - drawn.height,
    )


def _stage_names(drawn: pl.DataFrame, chart: Funnel | Pyramid) -> list[str]:
    names = [format_value(chart.label, name) for name in drawn[chart.label]]
    number = getattr(chart, "number", None)
    if number is None:
        return names
    return [f"{format_value(number, value)} {name}" for value, name in zip(drawn[number], names, strict=True)]


def shape_cells(table: pl.DataFrame, chart: Heatmap) -> Cells:
    """The cells of a chart, numbers and dates ascending, names as they first appear."""
    across = _places(table[chart.x])
    sliced = len(find_slices(table, {chart.x, chart.y, chart.value})) > 1
    marks = table[SLICE].to_list() if sliced else [None] * table.height
    downs = _places(table[chart.y])
    kinds = list(dict.fromkeys(marks))
    at = _by(zip(table[chart.x], table[chart.y], marks, strict=True), table[chart.value])
    rows = [(down, kind) for kind in kinds for down in downs]
    return Cells(
        column=chart.value,
        x=chart.x_head or words.heading(chart.x),
        y=chart.y_head or words.heading(chart.y),
        across=tuple(format_value(chart.x, place) for place in across),
        down=tuple(_named(kind, format_value(chart.y, down), alone=False) for down, kind in rows),
        rows=tuple(tuple(at.get((place, *row)) for place in across) for row in rows),
    )


def to_number(value: object) -> Number:
    """This value as a finite float, else None."""
    if not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        return None
    return float(value)


def find_span(values: Iterable[Number]) -> tuple[float, float]:
    """Least and greatest value, zero among them, never equal."""
    known = [value for value in values if value is not None]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    return (low, high) if low < high else (low, low + 1)


def count_unseen(hidden: int) -> str:
    """What the chart leaves out, or nothing."""
    return say("{count} more not drawn", count=f"{hidden:,}") if hidden else ""


def tell_unsettled(lines: Lines) -> str:
    """What hollow marks mean, where there are any."""
    is_any = any(value is not None for trace in lines.traces for value in trace.unsettled)
    return say("hollow: not settled, see status") if is_any else ""


def _by(keys: Iterable[tuple[object, ...]], values: pl.Series) -> dict[tuple[object, ...], Number]:
    return {key: to_number(value) for key, value in zip(keys, values, strict=True)}


def _places(column: pl.Series) -> list[object]:
    seen = dict.fromkeys(column.drop_nulls().to_list())
    ascending = column.dtype.is_numeric() or column.dtype.is_temporal()
    return sorted(seen) if ascending else list(seen)


def find_slices(table: pl.DataFrame, taken: set[str]) -> list[object]:
    """The slices that are drawn apart, in their order; one, which is nothing, where the table is not sliced."""
    if SLICE not in table.columns or SLICE in taken:
        return [None]
    return list(dict.fromkeys(table[SLICE])) or [None]


def _sliced(table: pl.DataFrame, column: str, taken: set[str]) -> tuple[str, ...]:
    names = [format_value(column, value) for value in table[column]]
    if len(find_slices(table, taken)) == 1:
        return tuple(names)
    return tuple(_named(kind, name, alone=False) for kind, name in zip(table[SLICE], names, strict=True))


def _named(kind: object, name: str, *, alone: bool) -> str:
    if kind is None:
        return safe(name)
    mark = format_value(SLICE, kind)
    return mark if alone else f"{mark} · {safe(name)}"
