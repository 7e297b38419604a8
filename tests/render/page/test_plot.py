from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.edition import Occasion
from commkit.render.page.axis import PHONE, measure_text
from commkit.render.page.plot import plot_lines
from commkit.render.shapes import Lines, Trace
from tests.render.page.markup import read_elements
from tests.report.boards import make_board, make_metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.render.page.markup import Element

WIDTHS = (PHONE, 358, 718, 1120)
WEEKS = tuple(date(2024, 1, 1) + timedelta(weeks=week) for week in range(12))
NOTHING = (None,) * 12
Row = tuple[float | None, ...]


@dataclass(frozen=True)
class Box:
    """A part of a picture in px."""

    name: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a part in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.1 and down > 0.1


def draw(*traces: tuple[Row, Row], column: str = "members", occasions: Sequence[Occasion] = ()) -> list[Element]:
    """The elements of the chart of these settled and unsettled values."""
    drawn = tuple(Trace(f"line{number}", column, *each) for number, each in enumerate(traces))
    weeks = WEEKS[: len(traces[0][0])]
    lines = Lines("starts_on", weeks, tuple(map(str, weeks)), drawn, 0)
    [panel] = plot_lines(make_board(make_metric("wau", 1)), lines, occasions)
    return read_elements(panel.svg)


def find(elements: list[Element], *classes: str) -> list[Element]:
    return [each for each in elements if set(classes) & set(each.classes)]


def list_labels(elements: list[Element], width: float) -> Iterator[Box]:
    """The labels of a chart in a window so wide; digits are 9 px high, and bold ones a tenth wider."""
    room = width - sum(find_margins(elements))
    for each in (one for one in find(elements, "tick", "end") if one.tag == "text"):
        x, y = to_px(each.attributes["x"], room) + float(each.attributes.get("dx", 0)), float(each.attributes["y"])
        wide = measure_text(each.text) * (1.1 if "end" in each.classes else 1)
        back = {"middle": wide / 2, "end": wide}.get(each.attributes.get("text-anchor", ""), 0)
        yield Box(each.text, x - back, x - back + wide, y - 9, y)


def list_marks(elements: list[Element], width: float) -> Iterator[Box]:
    """The points of a chart in a window so wide, and short pieces of its lines."""
    room = width - sum(find_margins(elements))
    for each in find(elements, "dot", "hollow"):
        x, y = to_px(each.attributes["cx"], room), float(each.attributes["cy"])
        yield Box("point", x - 4, x + 4, y - 4, y + 4)
    for each in find(elements, "line"):
        points = [tuple(map(float, point.split(","))) for point in each.attributes["points"].split(" ")]
        for (x1, y1), (x2, y2) in pairwise((x * room / 1000, y) for x, y in points):
            for step in range(64):
                x, y = x1 + (x2 - x1) * step / 63, y1 + (y2 - y1) * step / 63
                yield Box("line", x - 0.5, x + 0.5, y - 0.5, y + 0.5)


def find_margins(elements: list[Element]) -> tuple[int, int]:
    """The px right and left of the part whose width is 100%."""
    _, right, _, left = elements[0].attributes["style"].removeprefix("padding:").replace("px", "").split(" ")
    return int(right), int(left)


def to_px(place: str, room: float) -> float:
    return float(place.removesuffix("%")) * room / 100 if "%" in place else float(place)


def list_touching(elements: list[Element]) -> list[tuple[int, str, str]]:
    """The labels that a mark or another label lies on, at any width."""
    found = []
    for width in WIDTHS:
        labels, marks = list(list_labels(elements, width)), list(list_marks(elements, width))
        found += [(width, one.name, mark.name) for one in labels for mark in marks if one.meets(mark)]
        found += [
            (width, one.name, other.name) for at, one in enumerate(labels) for other in labels[:at] if one.meets(other)
        ]
    return found


def find_numbers(elements: list[Element]) -> list[tuple[str, float]]:
    """The numbers at the ends of lines and the heights of their middles."""
    return [(each.text, float(each.attributes["y"]) - 4) for each in find(elements, "end")]


def find_heights(elements: list[Element]) -> list[float]:
    """The heights of the filled points."""
    return [float(each.attributes["cy"]) for each in find(elements, "dot")]


def test_numbers_stand_where_their_points_are_when_there_is_room() -> None:
    elements = draw(((0,) * 11 + (100,), NOTHING), ((0,) * 11 + (50,), NOTHING))
    assert [height for _, height in find_numbers(elements)] == pytest.approx(find_heights(elements))


def test_numbers_make_room_for_each_other() -> None:
    """Lines that end at 100, 98, 1 and 0 of 100, which is 150 px: at 0, 3, 148.5 and 150 px from the top."""
    ends = (100, 98, 1, 0)
    elements = draw(*(((50,) * 11 + (end,), NOTHING) for end in ends))
    top = min(find_heights(elements))
    numbers = [(text, round(height - top, 1)) for text, height in find_numbers(elements)]
    assert numbers == [("100", 0), ("98", 14), ("1", 136), ("0", 150)]


def test_a_first_point_lies_beside_the_labels_of_the_axis() -> None:
    """Rates of 75% and 50%, settled and not, begin where ticks of 75% and 50% are, and amounts at 1,000,000."""
    first = (0.75, *[1.0] * 11), (0.5, *NOTHING[1:])
    assert list_touching(draw(first, column="joined_rate")) == []
    assert list_touching(draw(((1e6, *[0] * 11), NOTHING), column="order_amount")) == []


@pytest.mark.parametrize("unsettled", [5, 6, 50, None])
def test_a_number_never_stands_on_a_hollow_point(unsettled: int | None) -> None:
    """Eleven settled weeks, the last of 5, and a twelfth that is not."""
    assert list_touching(draw(((100, 0, *[5] * 9, None), (*[None] * 11, unsettled)))) == []


def test_a_number_keeps_off_the_hollow_points_and_the_lines_of_others() -> None:
    """One line ends at the third of twelve weeks at 84; another is at 80 then and at 90 later; a hollow point at 84."""
    ends, goes_on = (100, 90, 84, *[None] * 9), (70, 75, 80, *[90] * 9)
    hollow = (*[None] * 3, 84, *[None] * 8)
    assert list_touching(draw((ends, NOTHING), (goes_on, NOTHING), (NOTHING, hollow))) == []


def test_numbers_of_lines_that_end_early_stand_by_their_points() -> None:
    """Three lines end at 18, 16 and 8 of 100 in the tenth week, which is 27, 24 and 12 px above the axis."""
    elements = draw(*(((*[60] * 9, end, None, None), NOTHING) for end in (18, 16, 8)))
    assert list_touching(elements) == []
    heights = dict(zip(("18", "16", "8"), find_heights(elements), strict=True))
    assert all(abs(height - heights[text]) <= 28 for text, height in find_numbers(elements))
    assert [(each.text, each.attributes["x"]) for each in find(elements, "end")] == [
        ("18", "68.73%"),
        ("16", "68.73%"),
        ("8", "68.73%"),
    ]


def test_a_number_stands_left_of_its_point_where_another_line_goes_on() -> None:
    """A line rises to 50 of 100 in the sixth week; hollow points fill the heights right of it up to 28 px away."""
    around = [(NOTHING, (*[None] * 6, each, *[None] * 5)) for each in (64, 56, 48, 40, 32)]
    elements = draw(((*[50] * 6, *[None] * 6), NOTHING), *around)
    assert list_touching(elements) == []
    [number] = find(elements, "end")
    assert (number.attributes["dx"], number.attributes["text-anchor"]) == ("-8", "end")


def test_a_number_without_room_by_its_point_is_left_out() -> None:
    """Three lines end at 18, 16 and 8 of 100 in the tenth week, and a hollow point of 30 leaves room for two."""
    fall = (*[60] * 9,)
    lines = [((*fall, end, None, None), (*[None] * 10, hollow, None)) for end, hollow in ((18, 100), (16, 54), (8, 30))]
    elements = draw(*lines)
    assert list_touching(elements) == []
    assert [text for text, _ in find_numbers(elements)] == ["18", "16"]


def test_a_number_never_stands_beside_the_hollow_point_of_another_line() -> None:
    """One line ends at 40 of 100 in the last week; another has a hollow point of 42 there, 3 px higher."""
    elements = draw(((100, *[40] * 11), NOTHING), (NOTHING, (*[None] * 11, 42)))
    [(_, height)] = find_numbers(elements)
    [hollow] = [float(each.attributes["cy"]) for each in find(elements, "hollow")]
    assert abs(height - hollow) >= 11.5


def test_a_number_does_not_stand_on_the_axis() -> None:
    """A line that ends at 1 of 100, which is 1.5 px above the axis, with weeks to come."""
    elements = draw(((100, 50, 1, *[None] * 9), NOTHING))
    [(_, height)] = find_numbers(elements)
    [base] = [float(each.attributes["y1"]) for each in find(elements, "base")]
    assert height + 4.5 <= base - 1


@given(
    st.integers(1, 12).flatmap(
        lambda weeks: st.lists(
            st.lists(st.tuples(st.integers(-20, 100), st.sampled_from("snn-")), min_size=weeks, max_size=weeks),
            min_size=1,
            max_size=6,
        )
    )
)
def test_no_label_is_touched(drawn: list[list[tuple[int, str]]]) -> None:
    """Lines of any form with gaps; values marked with s are not settled."""
    traces = [
        (
            tuple(value if kind == "n" else None for value, kind in row),
            tuple(value if kind == "s" else None for value, kind in row),
        )
        for row in drawn
    ]
    if any(value is not None for rows in traces for row in rows for value in row):
        elements = draw(*traces)
        assert list_touching(elements) == []
        placed = [int(each.classes[-1][1:]) for each in find(elements, "end")]
        assert len(placed) == len({*placed}), "no line has two numbers"


def test_names_of_occasions_are_whole_where_they_have_room() -> None:
    """A name of 28 cells is whole; six lanes have no room for more than six such names at once, so they are cut."""
    name = "Mid-Autumn lanterns 中秋灯会"
    fair = Occasion(WEEKS[5], WEEKS[6], name, "campaign")
    held = [(each.text) for each in find(draw((tuple(range(12)), NOTHING), occasions=[fair]), "tick")]
    assert name in held
    crowded = [Occasion(WEEKS[0], WEEKS[0], name, "campaign")] * 7
    held = [(each.text) for each in find(draw((tuple(range(12)), NOTHING), occasions=crowded), "tick")]
    assert held.count("Mid-Autumn lanterns 中秋 …") == 6


def test_the_line_to_compare_with_is_drawn_and_named_like_any_other() -> None:
    """Two weeks are known, and two more are foretold."""
    weeks = WEEKS[:4]
    known = Trace("members", "members", (3, 4, None, None), (None,) * 4)
    told = Trace("foretold", "foretold_members", (None, None, 5, 6), ())
    lines = Lines("starts_on", weeks, tuple(map(str, weeks)), (known,), 0, told)
    [panel] = plot_lines(make_board(make_metric("wau", 1)), lines, ())
    assert [name for _, name in panel.names] == ["members", "foretold"]
    assert len(find(read_elements(panel.svg), "line")) == 2
