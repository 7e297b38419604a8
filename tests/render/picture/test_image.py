"""A picture is the same bytes for the same answer, and no name breaks it."""

import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from commkit.choices import PeriodStatus
from commkit.errors import WrongUse
from commkit.render import shapes
from commkit.render.picture import fonts
from commkit.render.picture.image import draw_picture
from commkit.result import Bars, Chart, Context, Flow, Funnel, Heatmap, Lights, Line, Pyramid, Result
from commkit.words import speak

SVG = "{http://www.w3.org/2000/svg}"
TABLE = pl.DataFrame(
    {
        "week_on": [date(2026, 1, 5) + timedelta(weeks=week) for week in range(5)],
        "member": [
            "张三",
            "$\\frac{$",
            "_hidden_",
            "<script>\x1b\0\u202e",
            "a name that is too long for one line",
        ],
        "messages": [12345, 0, None, -3, 7],
        "reply_rate": [0.125, 0.0, None, 1.0, 1 / 3],
    }
)
CHARTS: list[Chart] = [
    Line("week_on", ("messages", "reply_rate")),
    Line("member", ("messages",)),
    Bars("member", "messages"),
    Heatmap("week_on", "member", "reply_rate"),
    Funnel("messages", "member", "messages", "reply_rate"),
    Pyramid("member", "messages", "reply_rate"),
    Flow("member", "week_on", "messages"),
    Flow("member", "member", "messages"),
]
LIGHTS = Lights("member", "state", "what")


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 (ours)


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("chart", CHARTS)
def test_same_answer_same_bytes(context: Context, chart: Chart, kind: str) -> None:
    result = Result("谁说得多", TABLE, chart)
    assert draw_picture(result, context, kind) == draw_picture(result, context, kind)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("rows", [0, 1, 5])
def test_an_svg_is_read_aloud_by_its_title(context: Context, chart: Chart, rows: int) -> None:
    svg = draw_picture(Result("A < B & C", TABLE.head(rows), chart), context, "svg")
    root = ET.fromstring(svg)  # noqa: S314 (ours)
    title = root.find(f"{SVG}title")
    assert root.get("role") == "img"
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("A < B & C")
    assert "as of 2026-06-30 · Asia/Shanghai · community.duckdb" in texts(svg)


@pytest.mark.usefixtures("chinese")
def test_periods_that_are_not_settled_are_marked_apart(context: Context) -> None:
    """The last of five weeks is running: the line has the other values, and the picture says what a hollow mark is."""
    table = TABLE.with_columns(status=pl.Series(["complete"] * 4 + ["running"]))
    chart = Line("week_on", ("messages",))
    result = Result("T", table, chart, vocabulary={"status": PeriodStatus})
    [trace] = shapes.shape_lines(shapes.read_drawn(result), chart).traces
    assert trace.values == (12345, 0, None, -3, None)
    assert trace.unsettled == (None, None, None, None, 7)
    assert any("空心" in text for text in texts(draw_picture(result, context, "svg")))


def test_a_rate_that_waits_for_some_is_not_drawn_and_one_that_waits_for_nobody_is_settled() -> None:
    """Of 4 who came in the first week all are over, and so of 3 in the second; of the 5 of the third one is."""
    table = pl.DataFrame(
        {
            "week_on": TABLE["week_on"].head(3), "status": ["complete", "maturing", "maturing"],
            "members": [4, 3, 5], "over_members": [4, 3, 1], "back_rate": [0.5, 1 / 3, 1.0],
        }
    )  # fmt: skip
    chart = Line("week_on", ("back_rate",), waits={"back_rate": ("members", "over_members")})
    [trace] = shapes.shape_lines(table, chart).traces
    assert (trace.values, trace.unsettled) == ((0.5, 1 / 3, None), (None, None, None))


def test_svg_text_is_text_in_typefaces_that_readers_have(context: Context) -> None:
    svg = draw_picture(Result("T", TABLE, Bars("member", "messages")), context, "svg")
    assert {"张三", "$\\frac{$", "_hidden_", "12,345", "-3", "–"} <= set(texts(svg))
    assert b"'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC'" in svg


def test_rates_are_percent_and_units_have_their_own_panel(context: Context) -> None:
    written = texts(draw_picture(Result("T", TABLE, Line("week_on", ("messages", "reply_rate"))), context, "svg"))
    assert {"100%", "messages", "reply rate", "2026-02-02"} <= set(written)


def test_a_funnel_a_slice_begins_anew(context: Context) -> None:
    steps = pl.DataFrame({"number": [1, 2], "step": ["join", "order"], "members": [4, 1], "overall_rate": [1.0, 0.25]})
    table = pl.concat([steps.with_columns(slice=pl.lit(name)) for name in ("Slack", "微信")])
    chart = Funnel("number", "step", "members", "overall_rate")
    assert shapes.shape_stages(table, chart).opens == (True, False, True, False)
    drawn = texts(draw_picture(Result("T", table, chart), context, "svg"))
    assert {"Slack · 1 join", "微信 · 2 order", "4 · 100.0%", "1 · 25.0%"} <= set(drawn)


def test_a_level_that_is_not_known_is_a_dashed_outline(context: Context) -> None:
    """Of three levels one is not known; one is empty, and says so; each has its share beside it."""
    table = pl.DataFrame({"level": ["KOC", "核心", "edge"], "members": [None, 0, 900], "of_rate": [None, 0.0, 1.0]})
    svg = draw_picture(Result("T", table, Pyramid("level", "members", "of_rate")), context, "svg")
    assert {"KOC", "核心", "–", "0 · 0.0%", "900 · 100.0%", "members · of rate"} <= set(texts(svg))
    assert svg.count(b"stroke-dasharray") == 1


def test_a_flow_says_what_rises_falls_and_stays(context: Context) -> None:
    """Totals stand on both sides, numbers in the ribbons; what falls is hatched, which is one pattern a colour."""
    rows = [("核心", "核心", 8), ("核心", "edge", 2), ("edge", "核心", 4), ("edge", "left", 6), ("joined", "edge", 0)]
    table = pl.DataFrame(rows, schema=["level", "later_level", "members"], orient="row")
    svg = draw_picture(Result("T", table, Flow("level", "later_level", "members")), context, "svg")
    written = texts(svg)
    assert {"核心 · 10", "核心 · 12", "edge · 10", "edge · 2", "joined · 0", "left · 6"} <= set(written)
    assert {"8", "▼ 2", "▲ 4", "6", "▲ rises", "▼ falls", "stays", "level", "later level"} <= set(written)
    assert svg.count(b"<pattern") == 2


def test_a_flow_a_slice_has_its_own_panel(context: Context) -> None:
    rows = [("Slack", "core", "edge", 3), ("Slack", "edge", "core", 3), ("微信", "core", "edge", 5)]
    table = pl.DataFrame(rows, schema=["slice", "level", "later_level", "members"], orient="row")
    written = texts(draw_picture(Result("T", table, Flow("level", "later_level", "members")), context, "svg"))
    assert {"Slack", "微信", "core · 3", "core · 5", "▼ 5"} <= set(written)
    assert written.count("later level") == 2


def test_all_zeros_and_all_nulls_are_drawn(context: Context) -> None:
    for value in (0, None):
        table = TABLE.with_columns(messages=pl.lit(value, dtype=pl.Int64))
        for chart in (*CHARTS[:3], *CHARTS[5:]):
            assert draw_picture(Result("T", table, chart), context, "svg")


def test_many_bars_say_how_many_are_missing(context: Context) -> None:
    table = pl.DataFrame({"member": [str(n) for n in range(300)], "messages": range(300)})
    assert "messages · 260 more not drawn" in texts(
        draw_picture(Result("T", table, Bars("member", "messages")), context, "svg")
    )


def test_a_png_is_as_tall_as_its_bars(context: Context) -> None:
    def height(rows: int) -> int:
        table = pl.DataFrame({"member": [str(n) for n in range(rows)], "messages": range(rows)})
        png = draw_picture(Result("T", table, Bars("member", "messages")), context, "png")
        return int(struct.unpack(">I", png[20:24])[0])

    assert height(30) > 2 * height(5)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No Chinese typeface, and every text that a picture shows."""
    shown: list[str] = []
    save = Figure.savefig

    def remember(figure: Figure, *arguments: Any, **said: Any) -> None:  # noqa: ANN401 (as matplotlib has them)
        shown.extend(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))
        save(figure, *arguments, **said)

    monkeypatch.setattr(fonts, "find_chinese", lambda: None)
    monkeypatch.setattr(Figure, "savefig", remember)
    return shown


@pytest.mark.parametrize("chart", [*CHARTS, Heatmap("member", "week_on", "messages", "成员", "周"), LIGHTS])
def test_without_a_chinese_typeface_nothing_is_a_box(
    context: Context, written: list[str], chart: Chart, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TABLE.with_columns(
        slice=pl.Series(["竹里一群", "hall", "竹里二群", "竹里一群", "𠮷"]), state=pl.lit("red"), what=pl.lit("한국")
    )
    speak("zh")
    result = Result("谁说得多", table, chart)
    drawn = draw_picture(result, replace(context, database="社群.duckdb"), "png")
    assert drawn.startswith(b"\x89PNG")
    assert [text for text in written if fonts.needs_chinese(text)] == []
    assert any(text.startswith("commkit rfm") for text in written)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("没有安装中文字体，PNG 改用英文绘制")
    meant = dict(re.findall(r"(\w+ \d) = ([^、。]+)", second))
    assert meant.keys() == {name for text in written for name in re.findall(r"(?:member|slice|what) \d", text)}
    names = {"member 1": "张三", "slice 1": "竹里一群", "slice 2": "竹里二群", "slice 3": "𠮷", "what 1": "한국"}
    assert meant.items() <= names.items()


def test_without_a_chinese_typeface_english_needs_no_note(
    context: Context, written: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    chart = Bars("member", "messages")
    draw_picture(Result("T", TABLE.slice(1), chart), context, "png")
    draw_picture(Result("T", TABLE, chart), context, "svg")
    assert capsys.readouterr().err == ""
    assert "T: messages by member" in written
    draw_picture(Result("T", TABLE, chart), context, "png")
    assert capsys.readouterr().err == "No Chinese typeface is installed; in the PNG member 1 = 张三.\n"


def test_a_result_without_a_chart_has_no_picture(golden: Result, context: Context) -> None:
    with pytest.raises(WrongUse):
        draw_picture(replace(golden, chart=None), context, "svg")


def test_a_typeface_installed_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    font_manager = pytest.importorskip("matplotlib.font_manager")
    shipped = Path(font_manager.findfont("DejaVu Sans"))
    added: list[Path] = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [shipped.with_name("NotoSansSC-Regular.otf"), shipped])
    monkeypatch.setattr(font_manager.fontManager, "addfont", added.append)
    monkeypatch.setattr(
        font_manager.fontManager, "get_font_names", lambda: ["Noto Sans SC"] if added else ["DejaVu Sans"]
    )
    fonts.find_chinese.cache_clear()
    assert fonts.find_chinese() == "Noto Sans SC"
    assert [path.name for path in added] == ["NotoSansSC-Regular.otf"]
    fonts.find_chinese.cache_clear()


def test_a_band_is_a_shade_behind_its_line(context: Context) -> None:
    """The band of two slices is two shapes more than their lines alone, and reaches above them on the scale."""
    table = pl.DataFrame(
        {
            "slice": ["a", "a", "b", "b"],
            "days": [0, 1, 0, 1],
            "kept_rate": [0.4, 0.2, 0.4, 0.1],
            "low_rate": [0.4, 0.1, 0.4, None],
            "high_rate": [0.4, 0.9, 0.4, None],
        }
    )
    plain, shaded = (
        draw_picture(Result("T", table, Line("days", ("kept_rate",), band=band)), context, "svg")
        for band in (None, ("low_rate", "high_rate"))
    )
    assert shaded.count(b"FillBetweenPolyCollection") == plain.count(b"FillBetweenPolyCollection") + 2
    assert "80%" in texts(shaded)
    assert "80%" not in texts(plain)


def test_a_picture_draws_what_is_drawn_where_that_is_not_the_table(context: Context) -> None:
    result = Result("T", TABLE, Line("days", ("kept_rate",)), drawn=pl.DataFrame({"days": [0], "kept_rate": [0.5]}))
    assert "kept rate" in texts(draw_picture(result, context, "svg"))


@pytest.mark.usefixtures("chinese")
def test_the_import_of_a_community_does_not_flatten_what_follows(context: Context) -> None:
    """A hundred members on the first day, then one to four a week: the axis ends below ten, and the hundred is said."""
    table = pl.DataFrame(
        {"starts_on": [date(2026, 1, 5) + timedelta(weeks=week) for week in range(5)], "members": [100, 1, 4, 2, 3]}
    )
    written = texts(draw_picture(Result("T", table, Line("starts_on", ("members",))), context, "svg"))
    assert "↑ 100" in written
    assert not {"20", "40", "60", "80"} & set(written)


@pytest.mark.usefixtures("chinese")
def test_lines_are_named_at_their_ends_or_above_where_these_are_near(context: Context) -> None:
    """A legend has handles, lines of their own."""
    apart, near = (
        pl.DataFrame({"age": [0, 1], "kept_rate": [0.9, 0.9], "lost_rate": [0.1, other]}) for other in (0.1, 0.89)
    )
    chart = Line("age", ("kept_rate", "lost_rate"))
    legends = [b"legend_1" in draw_picture(Result("T", each, chart), context, "svg") for each in (apart, near)]
    assert legends == [False, True]
