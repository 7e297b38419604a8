"""A picture says what it shows, by what, and in which unit."""

from __future__ import annotations

import polars as pl
import pytest

from commkit.render.picture.captions import name_picture, name_unit
from commkit.result import Bars, Chart, Flow, Funnel, Heatmap, Line, Result
from commkit.words import speaking

NOTHING = pl.DataFrame()


@pytest.mark.parametrize(
    ("chart", "named"),
    [
        (Line("starts_on", ("members", "new_members")), "Activity: members, new members by month"),
        (Line("age", ("kept_rate",)), "Activity: kept rate by age"),
        (Bars("group", "messages"), "Activity: messages by group"),
        (Funnel("number", "step", "members", "step_rate"), "Activity: members by step"),
        (Heatmap("local_hour", "weekday", "messages"), "Activity: messages by weekday and local hour"),
        (Flow("level", "to_level", "members"), "Activity"),
    ],
)
def test_the_title_says_what_is_seen(chart: Chart, named: str) -> None:
    assert name_picture(Result("Activity", NOTHING, chart, parameters={"every": "month"})) == named


def test_the_title_in_chinese() -> None:
    with speaking("zh"):
        told = Result("发言活跃", NOTHING, Line("starts_on", ("members",)), parameters={"every": "week"})
        assert name_picture(told) == "发言活跃：按周看成员数"


@pytest.mark.parametrize(
    ("columns", "unit"),
    [
        (["reply_rate"], "share"),
        (["wait_hours"], "hours"),
        (["members"], "members"),
        (["members", "messages"], "number"),
    ],
)
def test_an_axis_has_its_unit(columns: list[str], unit: str) -> None:
    assert name_unit(columns) == unit
