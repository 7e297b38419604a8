"""Lights are told by shape and word: in a terminal, in one that knows only ASCII, and in a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import polars as pl
import pytest

from commkit.render.lamps import write_lamps
from commkit.render.picture.image import draw_picture
from commkit.result import Context, Lights, Result
from commkit.words import speak

CHART = Lights("name", "state", "what")
ROWS = [
    ("the whole", "red", "alarm one, alarm two"),
    ("竹里一群", "yellow", "alarm"),
    ("attic\x1b", "unknown", None),
    ("hall", "green", "nothing fires"),
]
TABLE = pl.DataFrame(ROWS, ["name", "state", "what"], orient="row")


def test_a_line_a_lamp() -> None:
    assert write_lamps(TABLE, CHART, 60, unicode=True) == [
        "● red      the whole  alarm one, alarm two",
        "▲ yellow   竹里一群   alarm",
        "? unknown  attic␛",
        "■ green    hall       nothing fires",
    ]
    assert [line[0] for line in write_lamps(TABLE, CHART, 60, unicode=False)] == ["X", "^", "?", "="]


def test_a_long_reason_goes_on_below() -> None:
    lines = write_lamps(TABLE.head(1), CHART, 32, unicode=True)
    assert lines == ["● red  the whole  alarm one,", "                  alarm two"]


def test_many_lamps_are_said() -> None:
    many = pl.DataFrame({"name": [str(n) for n in range(45)], "state": ["green"] * 45, "what": ["x"] * 45})
    assert write_lamps(many, CHART, 60, unicode=True)[40:] == ["5 more not drawn"]


@pytest.mark.parametrize(("language", "words"), [("en", {"red", "yellow", "green"}), ("zh", {"红灯", "黄灯", "绿灯"})])
def test_a_picture_says_each_word(language: str, words: set[str]) -> None:
    speak(language)
    result = Result("T", pl.DataFrame({"light": ["red"]}), CHART, drawn=TABLE, vocabulary={"light": ["red"]})
    svg = draw_picture(result, Context("alerts"), "svg")
    texts = ["".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 (ours)
    assert words < set(texts)
    assert {"alarm one, alarm two", "竹里一群", "?"} < set(texts)
    assert draw_picture(result, Context("alerts"), "svg") == svg
    assert draw_picture(result, Context("alerts"), "png").startswith(b"\x89PNG")
