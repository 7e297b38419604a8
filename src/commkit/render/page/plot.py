"""Lines over time as SVG: text in px and places in %, so that it reads the same on a phone and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from commkit import words
from commkit.render import shapes
from commkit.render.page.axis import LEFT, RIGHT, choose_labels, choose_ticks, lay_lanes, place_across
from commkit.render.picture.pens import find_measure
from commkit.render.safe import safe
from commkit.render.units import format_tick, format_value
from commkit.render.widths import clip
from commkit.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from commkit.edition import Chapter, Occasion
    from commkit.render.shapes import Lines, Number, Trace

_PLOT, _LANE, _HEAD, _FOOT = 150, 18, 16, 24  # px: heights of the plot, of a lane, of what is above and below
_APART = 14  # px between two numbers at the ends of lines
_NAME = 26  # cells of an occasion's name
_BESIDE = 2  # % between the end of a line and its number
_NUMBER = 7  # % that a number takes

_TEXT = Markup('<text class="{}" x="{:g}%" y="{:g}"{}>{}</text>')
_DOT = Markup('<circle class="{} t{}" cx="{:g}%" cy="{:g}" r="{}"/>')
_ANCHORS = {name: Markup(' text-anchor="{}"').format(name) for name in ("middle", "end")} | {"start": Markup("")}


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: its heading, its SVG, the number and the name of each of its lines, and what is said below."""

    head: str
    svg: Markup
    names: tuple[tuple[int, str], ...]
    remark: str


def plot_lines(chapter: Chapter, lines: Lines, occasions: Sequence[Occasion]) -> Iterator[Panel]:
    """One panel per unit, so that a rate never lies flat under a count."""
    numbered = sorted(enumerate(lines.traces), key=lambda each: find_measure(each[1].column))
    for unit, group in groupby(numbered, lambda each: find_measure(each[1].column)):
        traces = list(group)
        if all(value is None for _, trace in traces for value in (*trace.values, *trace.unsettled)):
            continue
        chart = _Plot(f"{chapter.key}-{unit or 'count'}".replace("_", "-"), lines, traces, occasions)
        heads = dict.fromkeys(words.heading(trace.column) for _, trace in traces)
        remarks = [shapes.tell_unsettled(lines), shapes.count_unseen(lines.hidden), shapes.count_unseen(chart.hidden)]
        names = tuple((number, trace.name) for number, trace in traces)
        yield Panel(say(", ").join(heads), chart.draw(chapter.title), names, " · ".join(filter(None, remarks)))


class _Plot:
    """One panel, from its scale to its SVG."""

    def __init__(
        self, name: str, lines: Lines, traces: Sequence[tuple[int, Trace]], occasions: Sequence[Occasion]
    ) -> None:
        self.name, self.lines, self.traces = name, lines, traces
        shown = [clip(safe(each.name), _NAME).rstrip() for each in occasions]
        self.lanes, self.hidden = lay_lanes(occasions, lines.places, shown)
        self.top = _HEAD + _LANE * max((lane.number + 1 for lane in self.lanes), default=0)
        self.height = self.top + _PLOT + _FOOT
        values = [value for _, trace in traces for row in (trace.values, trace.unsettled, *trace.band) for value in row]
        self.low, self.high = shapes.find_span(values)
        known = [value for value in values if value is not None]
        self.is_whole = not find_measure(traces[0][1].column) and all(value == int(value) for value in known)

    def draw(self, title: str) -> Markup:
        """The SVG with its title and its description."""
        frame = Markup(
            '<svg class="plot" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1:g}">'
            '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>{4}</svg>'
        )
        body = Markup("").join([*self._rule(), *self._mark_occasions(), *self._run(), *self._dot(), *self._end()])
        return frame.format(f"plot-{self.name}", self.height, title, self._describe(), body)

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
        line = Markup('<line class="{}" x1="0%" x2="{:g}%" y1="{:g}" y2="{:g}"/>')
        for tick in choose_ticks(self.low, self.high, whole=self.is_whole):
            y = self._down(tick)
            yield line.format("base" if tick == 0 else "rule", RIGHT, y, y)
            yield _TEXT.format("tick", 0, y - 3, "", format_tick(self.traces[0][1].column, tick))
        for index in choose_labels(self.lines.labels):
            anchor = "start" if self._across(index) < LEFT + 1 and len(self.lines.labels) > 1 else "middle"
            bottom = self.top + _PLOT
            yield _TEXT.format("tick", self._across(index), bottom + 17, _ANCHORS[anchor], self.lines.labels[index])

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
                _ANCHORS["end" if lane.is_name_before else "start"],
                clip(safe(each.name), _NAME).rstrip(),
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

    def _end(self) -> Iterator[Markup]:
        """The last settled number of each line beside its point, none over another."""
        ends = []
        for number, trace in self.traces:
            known = [(index, value) for index, value in enumerate(trace.values) if value is not None]
            if known:
                index, value = known[-1]
                y = self._down(value) + (4 if self._is_free(trace, index, value) else 4 - _APART)
                ends.append((y, self._across(index) + _BESIDE, number, _shorten(trace.column, value)))
        for y, (_, x, number, text) in zip(
            keep_apart([each[0] for each in sorted(ends)], self.top + _PLOT), sorted(ends), strict=True
        ):
            yield _TEXT.format(f"end t{number}", x, y, "", text)

    def _is_free(self, trace: Trace, last: int, value: float) -> bool:
        """Whether no hollow point lies where the number behind the last settled point would stand."""
        room = self._across(last) + _BESIDE + _NUMBER
        after = ((index, later) for index, later in enumerate(trace.unsettled) if later is not None and index > last)
        return not any(
            self._across(index) < room and abs(self._down(later) - self._down(value)) < _APART for index, later in after
        )


def keep_apart(wanted: Sequence[float], lowest: float) -> list[float]:
    """These heights, ascending, moved so that none is less than a line from the next nor below the lowest."""
    most = lowest - _APART * (len(wanted) - 1)
    heights: list[float] = []
    for place, height in enumerate(wanted):
        free = heights[-1] + _APART if heights else height
        heights.append(round(min(max(height, free), most + _APART * place), 1))
    return heights


def _shorten(column: str, value: float) -> str:
    """A number at the end of a line; amounts without cents, for the table has them."""
    return f"{value:,.0f}" if find_measure(column) == "amount" else format_value(column, value)
