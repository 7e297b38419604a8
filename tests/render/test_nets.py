"""A network as dots and lines: the first are named, by name where there is one, and what is left out is counted."""

from __future__ import annotations

import polars as pl

from commkit.render.nets import MOST_DOTS, MOST_NAMED, shape_net
from commkit.render.picture.image import draw_picture
from commkit.render.textchart import render_chart
from commkit.result import Context, Network, Result

CHART = Network("x", "y", "radius", "handle", "community", "is_staff", "partners")


def people(number: int) -> pl.DataFrame:
    """So many in a row, each joined to the next, the first of them staff."""
    return pl.DataFrame(
        {
            "handle": [f"h{at}" for at in range(number)],
            "x": [float(at) for at in range(number)],
            "y": [0.0] * number,
            "radius": [0.4] * number,
            "community": [1 + at % 2 for at in range(number)],
            "is_staff": [at == 0 for at in range(number)],
            "partners": [[at + 1] if at + 1 < number else [] for at in range(number)],
        },
        schema_overrides={"partners": pl.List(pl.Int64)},
    )


def test_the_first_are_named_and_the_rest_is_counted() -> None:
    net = shape_net(people(MOST_DOTS + 5), CHART)
    assert len([dot for dot in net.dots if dot.name]) == MOST_NAMED
    assert (net.hidden_dots, net.hidden_strokes) == (5, 5)
    assert net.sizes == (753, 752)
    named = shape_net(people(3).with_columns(pl.Series("name", ["Ana\x1b[31m", None, "乙"])), CHART)
    assert [dot.name for dot in named.dots][1:] == ["h1", "乙"]
    assert "\x1b" not in str(named.dots[0].name)


def test_the_picture_is_the_same_each_time_and_a_terminal_shows_none() -> None:
    result = Result("Who answers whom", people(12).select("handle"), CHART, drawn=people(12))
    for kind in ("png", "svg"):
        drawn = draw_picture(result, Context("koc network"), kind)
        assert drawn == draw_picture(result, Context("koc network"), kind)
    assert b"community 1" in drawn
    assert b"h11" not in drawn
    assert render_chart(people(12), CHART, 80, unicode=True) == []
