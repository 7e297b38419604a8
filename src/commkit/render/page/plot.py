"""Lines over time as SVG: text in px and places in %, so that it reads the same on a phone and on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from commkit import words
from commkit.render import shapes
from commkit.render.page.axis import (
    PHONE,
    RIGHT,
    choose_labels,
    choose_ticks,
    lay_lanes,
    measure_text,
    place_across,
)
from commkit.render.page.end_numbers import BESIDE, EndNumber, Stroke, list_ends, measure_number, place_numbers
from commkit.render.picture.pens import find_measure
from commkit.render.safe import safe
from commkit.render.units import format_tick, format_value
from commkit.render.widths import clip
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.edition import Chapter, Occasion
    from commkit.render.page.axis import Lane
    from commkit.render.shapes import Lines, Number, Trace

_PLOT, _LANE, _HEAD, _FOOT = 150, 18, 16, 24  # px: heights of the plot, of a lane, of what is above and below
_NAMES = (34, 26)  # cells of an occasion's name: where all have room, and else
_BASELINE = 4  # px from the middle of a number down to its baseline
_ABOVE = 8  # px from the top of the plot up to the middle of the highest number
_POINT, _THIN, _WIDER = 4.5, 1.0, 0.1  # half of a point and of a line in px, and how far hollow ones reach aside in %

_TEXT = Markup('<text class="{}" x="{}" y="{:g}"{}>{}</text>')
_DOT = Markup('<circle class="{} t{}" cx="{:g}%" cy="{:g}" r="{}"/>')
_MIDDLE, _BEFORE = Markup(' text-anchor="middle"'), Markup(' text-anchor="end"')


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: its heading, its SVG, the number and the name of each of its lines, and what is said below."""

    head: str
    svg: Markup
    names: tuple[tuple[int, str], ...]
    remark: str


def plot_lines(chapter: Chapter, lines: Lines, occasions: Sequence[Occasion]) -> Iterator[Panel]:
    """One panel per unit, so that a rate never lies flat under a count."""
    drawn = (*lines.traces, lines.even) if lines.even else lines.traces
    numbered = sorted(enumerate(drawn), key=lambda each: find_measure(each[1].column))
    for unit, group in groupby(numbered, lambda each: find_measure(each[1].column)):
        traces = list(group)
        if all(value is None for _, trace in traces for value in (*trace.values, *trace.unsettled)):
            continue
        chart = _Plot(f"{chapter.key}-{unit or 'count'}".replace("_", "-"), lines, traces, occasions)
        heads = dict.fromkeys(words.heading(trace.column) for _, trace in traces)
        remarks = [shapes.tell_unsettled(lines), shapes.count_unseen(lines.hidden), shapes.count_unseen(chart.hidden)]
        names = tuple((number, chart.call(number, trace)) for number, trace in traces)
        yield Panel(say(", ").join(heads), chart.draw(chapter.title), names, " · ".join(filter(None, remarks)))


class _Plot:
    """One panel, from its scale to its SVG."""

    def __init__(
        self, name: str, lines: Lines, traces: Sequence[tuple[int, Trace]], occasions: Sequence[Occasion]
    ) -> None:
        self.name, self.lines, self.traces = name, lines, traces
        values = [value for _, trace in traces for row in (trace.values, trace.unsettled, *trace.band) for value in row]
        self.low, self.high = shapes.find_span(values)
        known = [value for value in values if value is not None]
        is_whole = not find_measure(traces[0][1].column) and all(value == int(value) for value in known)
        ticks = choose_ticks(self.low, self.high, whole=is_whole)
        self.ticks = [(tick, format_tick(traces[0][1].column, tick)) for tick in ticks]
        self.ends = list(list_ends(traces))
        self.left, self.right = self._find_margins()
        self.room = PHONE - self.left - self.right
        self.lanes, self.hidden = self._lay_occasions(occasions)
        self.top = _HEAD + _LANE * max((lane.number + 1 for lane in self.lanes), default=0)
        self.height = self.top + _PLOT + _FOOT
        self.numbers = self._place_ends()

    def _find_margins(self) -> tuple[int, int]:
        """The px that labels take left of the first point and, where numbers need more than is there, at the right."""
        beside = max(map(measure_text, (self.lines.labels[0], self.lines.labels[-1]))) / 2
        left = max(beside, *(measure_text(text) + BESIDE for _, text in self.ticks))
        needed = max(beside, *(measure_number(text) for *_, text in self.ends), 0)
        inner = PHONE - left
        return math.ceil(left), math.ceil(max(0, (needed - inner * (1 - RIGHT / 100)) / (RIGHT / 100)))

    def _lay_occasions(self, occasions: Sequence[Occasion]) -> tuple[list[Lane], int]:
        """Whole names where all occasions find a place with them, else short ones."""
        whole, short = ([clip(safe(each.name), cells).rstrip() for each in occasions] for cells in _NAMES)
        lanes, hidden = lay_lanes(occasions, self.lines.places, whole, self.room)
        return lay_lanes(occasions, self.lines.places, short, self.room) if hidden else (lanes, hidden)

    def draw(self, title: str) -> Markup:
        """The SVG with its title and its description."""
        frame = Markup(
            '<svg class="plot" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1:g}" '
            'style="padding:0 {2}px 0 {3}px"><title id="{0}-title">{4}</title><desc id="{0}-desc">{5}</desc>{6}</svg>'
        )
        body = Markup("").join([*self._rule(), *self._mark_occasions(), *self._run(), *self._dot(), *self._end()])
        place = f"plot-{self.name}"
        return frame.format(place, self.height, self.right, self.left, title, self._describe(), body)

    def _down(self, value: float) -> float:
        return round(self.top + _PLOT * (self.high - value) / (self.high - self.low), 1)

    def _across(self, index: int) -> float:
        return round(place_across(index, len(self.lines.places)), 2)

    def _describe(self) -> str:
        """Each line in words: where it starts and ends, and how far it goes."""
        return say("; ").join(self._tell(trace) for _, trace in self.traces)

    def _tell(self, trace: Trace) -> str:
        known = [
            (label, value) for label, value in zip(self.lines.labels, trace.values, strict=True) if value is not None
        ]
        if not known:
            return say("{name}: nothing settled", name=trace.name)
        values = [value for _, value in known]
        low, high = min(values), max(values)
        (first_at, first), (last_at, last) = known[0], known[-1]
        shown = {name: format_value(trace.column, value) for name, value in (("first", first), ("last", last))}
        edges = {name: format_value(trace.column, value) for name, value in (("low", low), ("high", high))}
        return say(
            "{name}: {first} at {first_at}, {last} at {last_at}, between {low} and {high}",
            **{"name": trace.name, "first_at": first_at, "last_at": last_at, **shown, **edges},
        )

    def _rule(self) -> Iterator[Markup]:
        """The lines of the grid, what they stand for, and labels of places."""
        line = Markup('<line class="{}" x1="-{}" x2="{:g}%" y1="{:g}" y2="{:g}"/>')
        for tick, text in self.ticks:
            y = self._down(tick)
            yield line.format("base" if tick == 0 else "rule", self.left, RIGHT, y, y)
            yield _TEXT.format("tick", -self.left, y - 3, "", text)
        for index in choose_labels(self.lines.labels, self.room):
            x, y = f"{self._across(index):g}%", self.top + _PLOT + 17
            yield _TEXT.format("tick", x, y, _MIDDLE, self.lines.labels[index])

    def _mark_occasions(self) -> Iterator[Markup]:
        """A bar per holiday or campaign in its lane, from its first to its last day, with its name."""
        bar = Markup(
            '<g><title>{}</title><rect class="occasion {}" x="{:g}%" y="{:g}" width="{:g}%" height="14"/>{}</g>'
        )
        for lane in self.lanes:
            y, each = _LANE * lane.number + 2, lane.occasion
            name = Markup('<text class="tick" x="{:g}%" dx="{}" y="{:g}"{}>{}</text>').format(
                round(lane.name_at, 2),
                -4 if lane.is_name_before else 4,
                y + 11,
                _BEFORE if lane.is_name_before else "",
                lane.name,
            )
            told = f"{safe(each.name)} {each.starts_on} – {each.ends_on}"
            kind = "holiday" if each.kind == "holiday" else "campaign"
            yield bar.format(told, kind, round(lane.start, 2), y, round(max(lane.end - lane.start, 0.6), 2), name)

    def _run(self) -> Iterator[Markup]:
        """The lines and the bands around them, stretched to the width of the chart."""
        frame = Markup('<svg width="100%" height="{0:g}" viewBox="0 0 1000 {0:g}" preserveAspectRatio="none">{1}</svg>')
        line = Markup('<polyline class="line t{}" points="{}"/>')
        area = Markup('<polygon class="band t{}" points="{}"/>')
        drawn = [
            *(area.format(number, points) for number, trace in self.traces for points in self._surround(trace)),
            *(line.format(number, points) for number, trace in self.traces for points in self._connect(trace.values)),
        ]
        yield frame.format(self.height, Markup("").join(drawn))

    def _connect(self, values: Sequence[Number]) -> Iterator[str]:
        """The points of each run of values without a gap."""
        for is_known, group in groupby(enumerate(values), lambda each: each[1] is not None):
            run = [(index, value) for index, value in group if value is not None]
            if is_known and len(run) > 1:
                yield self._spell(run)

    def _surround(self, trace: Trace) -> Iterator[str]:
        if trace.band:
            edges = list(enumerate(zip(*trace.band, strict=True)))
            for is_known, group in groupby(edges, lambda each: None not in each[1]):
                run = list(group)
                if is_known and len(run) > 1:
                    there = [(index, low) for index, (low, _) in run if low is not None]
                    back = [(index, high) for index, (_, high) in reversed(run) if high is not None]
                    yield self._spell([*there, *back])

    def _spell(self, run: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{self._across(index) * 10:.5g},{self._down(value):g}" for index, value in run)

    def _dot(self) -> Iterator[Markup]:
        """The last point, points that no line reaches, and the unsettled ones hollow."""
        for number, trace in self.traces:
            known = [value is not None for value in (None, *trace.values, None)]
            last = max((index for index, value in enumerate(trace.values) if value is not None), default=-1)
            for index, value in enumerate(trace.values):
                if value is not None and (index == last or not (known[index] or known[index + 2])):
                    yield _DOT.format("dot", number, self._across(index), self._down(value), 3)
            for index, value in enumerate(trace.unsettled):
                if value is not None:
                    yield _DOT.format("hollow", number, self._across(index), self._down(value), 3.5)

    def call(self, line: int, trace: Trace) -> str:
        """The name of a line, with its last settled number where this has no room beside its point."""
        apart = [(index, told) for end, index, _, told in self.ends if end == line]
        if not apart or any(number.line == line for number in self.numbers):
            return trace.name
        [(index, told)] = apart
        return say("{name}: {value} ({when})", name=trace.name, value=told, when=self.lines.labels[index])

    def _place_ends(self) -> list[EndNumber]:
        numbers = [
            EndNumber(self._across(index), self._down(value), line, told) for line, index, value, told in self.ends
        ]
        bottom = self.top + _PLOT
        return list(place_numbers(numbers, list(self._list_strokes()), self.room, self.top - _ABOVE, bottom))

    def _end(self) -> Iterator[Markup]:
        """The last settled number of each line beside its point, on no mark."""
        text = Markup('<text class="end t{}" x="{:g}%" dx="{}" y="{:g}"{}>{}</text>')
        for each in self.numbers:
            beside = (-BESIDE, each.y + _BASELINE, _BEFORE) if each.is_before else (BESIDE, each.y + _BASELINE, "")
            yield text.format(each.line, each.x, *beside, each.text)

    def _list_strokes(self) -> Iterator[Stroke]:
        """All that numbers keep off: the axis, the lines and every point of them."""
        yield from (Stroke(0, self._down(0), RIGHT, self._down(0), _THIN) for tick, _ in self.ticks if tick == 0)
        for _, trace in self.traces:
            settled, others = self._place_all(trace.values), self._place_all(trace.unsettled)
            yield from (Stroke(*point, *point, _POINT) for point in settled if point)
            # A number beside the hollow point of another line would be read as that point's, so these are wider.
            yield from (Stroke(x - _WIDER, y, x + _WIDER, y, _POINT) for x, y in filter(None, others))
            yield from (Stroke(*one, *other, _THIN) for one, other in pairwise(settled) if one and other)

    def _place_all(self, values: Sequence[Number]) -> list[tuple[float, float] | None]:
        return [None if value is None else (self._across(at), self._down(value)) for at, value in enumerate(values)]
