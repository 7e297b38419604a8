"""What a flow draws: classes at two dates, and a ribbon for what went from one to another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commkit import words
from commkit.render.shapes import SLICE, find_slices, to_number
from commkit.render.units import format_value
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from commkit.render.shapes import Number
    from commkit.result import Flow

MOST_CLASSES, MOST_FLOWS = 24, 6

Pairs = dict[tuple[object, object], float]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What went from one class to another, by their places; `turn` is rises, falls, stays, or nothing without ranks."""

    source: int
    target: int
    value: float
    turn: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """The ribbons of one slice, and each class's total at either date, None where the class is not there."""

    name: str
    before: tuple[Number, ...]
    after: tuple[Number, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """An exchange per slice between common classes; `hidden` says how many ribbons are not drawn."""

    column: str
    source: str
    target: str
    classes: tuple[str, ...]
    parts: tuple[Exchange, ...]
    hidden: int


def shape_ribbons(table: pl.DataFrame, chart: Flow) -> Exchanges:
    """The ribbons of a flow, or of one a slice; what is null, zero or below is none."""
    kinds = find_slices(table, {chart.source, chart.target, chart.value})
    marks = table[SLICE] if len(kinds) > 1 else [None] * table.height
    every = list(dict.fromkeys([*table[chart.source], *table[chart.target]]))
    places = {each: place for place, each in enumerate(every[:MOST_CLASSES])}
    ranked = {*table[chart.source]} & {*table[chart.target]}
    pairs: dict[object, Pairs] = {kind if len(kinds) > 1 else None: {} for kind in kinds}
    for mark, source, target, value in zip(marks, *(table[each] for each in _columns(chart)), strict=True):
        number = to_number(value)
        if number is not None and number >= 0:
            pairs[mark][source, target] = pairs[mark].get((source, target), 0.0) + number
    parts = [_exchange(kind, found, places, ranked) for kind, found in pairs.items()][:MOST_FLOWS]
    return Exchanges(
        column=chart.value,
        source=words.heading(chart.source),
        target=words.heading(chart.target),
        classes=tuple(format_value(chart.source, each) for each in places),
        parts=tuple(parts),
        hidden=_count(pairs.values()) - sum(len(part.ribbons) for part in parts),
    )


def name_turns() -> dict[str, str]:
    """How the ways of a ribbon are called under a chart."""
    return {"rises": say("rises"), "falls": say("falls"), "stays": say("stays")}


def _columns(chart: Flow) -> tuple[str, str, str]:
    return chart.source, chart.target, chart.value


def _exchange(kind: object, pairs: Pairs, places: dict[object, int], ranked: set[object]) -> Exchange:
    before: dict[object, float] = defaultdict(float)
    after: dict[object, float] = defaultdict(float)
    for (source, target), value in pairs.items():
        before[source] += value
        after[target] += value
    ribbons = [
        Ribbon(places[source], places[target], value, _turn(places[source], places[target], {source, target} <= ranked))
        for (source, target), value in pairs.items()
        if value and source in places and target in places
    ]
    return Exchange(
        name="" if kind is None else format_value(SLICE, kind),
        before=tuple(map(before.get, places)),
        after=tuple(map(after.get, places)),
        ribbons=tuple(sorted(ribbons, key=lambda ribbon: (ribbon.source, ribbon.target))),
    )


def _turn(source: int, target: int, is_ranked: bool) -> str:
    if source == target:
        return "stays"
    if not is_ranked:
        return ""
    return "rises" if target < source else "falls"


def _count(pairs: Iterable[Pairs]) -> int:
    return sum(value > 0 for found in pairs for value in found.values())
