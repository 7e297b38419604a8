"""Bars in a terminal: a pyramid narrows upwards, and a flow is a block per class."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commkit.render.ribbons import MOST_CLASSES, shape_ribbons
from commkit.render.textchart import render_chart
from commkit.render.widths import count_cells
from commkit.result import Chart, Flow, Pyramid

PYRAMID = Pyramid("level", "members", "member_rate")
LEVELS = pl.DataFrame(
    {"level": ["KOC", "core", "edge"], "members": [1, 5, 40], "member_rate": [1 / 46, 5 / 46, 40 / 46]}
)
FLOW = Flow("level", "later_level", "members")
MOVES = [
    ("core", "core", 8),
    ("core", "edge", 2),
    ("edge", "core", 4),
    ("edge", "edge", 16),
    ("edge", "left", 1),
    ("joined", "edge", 3),
    ("joined", "core", None),
]


def moves(rows: Sequence[tuple[str, str, int | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"level": pl.String, "later_level": pl.String, "members": pl.Int64}, orient="row")


def test_a_pyramid_narrows_upwards() -> None:
    """Of 20 cells 5 of 40 is two and a half, 1 of 40 a half; the half cell stands on the left."""
    assert render_chart(LEVELS, PYRAMID, 35, unicode=True) == [
        "members · member rate",
        "KOC           ▐            1   2.2%",
        "core         ▐██           5  10.9%",
        "edge ████████████████████ 40  87.0%",
    ]


def test_a_level_that_is_not_known_is_not_zero() -> None:
    table = LEVELS.with_columns(members=pl.Series([None, 0, 40]), member_rate=pl.Series([None, 0.0, 1.0]))
    drawn = render_chart(table, PYRAMID, 35, unicode=False)
    assert [line.split() for line in drawn[1:3]] == [["KOC", "–", "–"], ["core", "0", "0.0%"]]


def test_a_pyramid_a_slice() -> None:
    table = pl.concat([LEVELS.with_columns(slice=pl.lit(name)) for name in ("Slack", "微信")])
    drawn = render_chart(table, PYRAMID, 80, unicode=True)
    assert [line[:12].strip() for line in drawn[1:7:3]] == ["Slack · KOC", "微信 · KOC"]


def test_a_flow_is_a_block_per_source_the_largest_first() -> None:
    """Of 20 cells for 16: 8 is 10, 2 two and a half, 4 five, 1 one and a quarter, 3 three and three quarters.

    Who joined or left neither rose nor fell.
    """
    assert render_chart(moves(MOVES), FLOW, 32, unicode=True) == [
        "members · level → later level",
        "core  10",
        "  = core ██████████ 8",
        "  ▼ edge ██▌ 2",
        "edge  21",
        "  = edge ████████████████████ 16",
        "  ▲ core █████ 4",
        "    left █▎ 1",
        "joined  3",
        "    edge ███▊ 3",
        "▲ rises  ▼ falls  = stays",
    ]


def test_a_flow_in_ascii() -> None:
    """Half a cell and more is drawn as a whole one, and what is less than that too."""
    drawn = render_chart(
        moves([("core", "core", 100), ("core", "edge", 1), ("edge", "core", 3)]), FLOW, 33, unicode=False
    )
    assert drawn == [
        "members · level -> later level",
        "core  101",
        "  = core #################### 100",
        "  v edge # 1",
        "edge  3",
        "  ^ core # 3",
        "^ rises  v falls  = stays",
    ]


def test_what_is_null_is_not_drawn_and_what_is_zero_has_no_bar() -> None:
    rows = [("core", "core", 0), ("edge", "edge", None), ("gone", "core", -3)]
    assert render_chart(moves(rows), FLOW, 40, unicode=True)[1:] == ["core  0"]
    assert render_chart(moves(rows[1:]), FLOW, 40, unicode=True)[1:] == ["–"]


def test_a_flow_a_slice() -> None:
    table = pl.concat([moves(MOVES[:2]).with_columns(slice=pl.lit(name)) for name in ("Slack", "微信")])
    drawn = render_chart(table, FLOW, 80, unicode=True)
    assert [line for line in drawn if "·" in line][1:] == ["Slack · core  10", "微信 · core  10"]


def test_classes_beyond_what_can_be_told_apart_are_counted() -> None:
    rows = [(str(at), str(at), 1) for at in range(MOST_CLASSES + 3)]
    assert render_chart(moves(rows), FLOW, 80, unicode=True)[-1] == "3 more not drawn"


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("bcde"), st.none() | st.integers(0, 99)), max_size=20)
)
def test_nothing_is_lost_between_two_sides(rows: list[tuple[str, str, int | None]]) -> None:
    """Each side's total is the sum of its ribbons, and both sides are the sum of the table."""
    [part] = shape_ribbons(moves(rows), FLOW).parts
    for side, end in ((part.before, "source"), (part.after, "target")):
        for place, total in enumerate(side):
            assert (total or 0) == sum(each.value for each in part.ribbons if getattr(each, end) == place)
        assert sum(total or 0 for total in side) == sum(value or 0 for _, _, value in rows)


@pytest.mark.parametrize("width", [20, 50, 80, 200])
@pytest.mark.parametrize("values", [[0, 0, 0, 0], [None] * 4, [5, -5, 1, 0], [1, 2, 3, 10**9]])
@pytest.mark.parametrize("chart", [Pyramid("name", "n", "n_rate"), Flow("name", "later", "n")])
def test_never_too_wide_and_ascii_on_demand(chart: Chart, values: list[int | None], width: int) -> None:
    names = ["a", "a very long name that goes on\x1b[31m", "张三和李四还有王五", "d"]
    columns = {"name": names, "later": names[::-1], "n": values, "n_rate": [0.5, None, 0.0, 1.0]}
    table = pl.DataFrame(columns, schema_overrides={"n": pl.Int64})
    drawn = render_chart(table, chart, width, unicode=True)
    assert "\x1b" not in "".join(drawn)
    assert all(count_cells(line) <= width for line in drawn)
    plain = "".join(render_chart(table.with_columns(name=pl.lit("x"), later=pl.lit("y")), chart, width, unicode=False))
    assert plain.replace("–", "").replace("…", "").replace("·", "").isascii()


def test_nothing_to_draw() -> None:
    assert render_chart(LEVELS.head(0), PYRAMID, 60, unicode=True) == []
    assert render_chart(moves([]), FLOW, 60, unicode=True) == []
