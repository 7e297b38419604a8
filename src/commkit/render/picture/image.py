"""An answer's chart as PNG or SVG."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from commkit.errors import WrongUse
from commkit.render import footnotes, shapes
from commkit.render.lamps import shape_lamps
from commkit.render.nets import shape_net
from commkit.render.picture import fonts
from commkit.render.picture.bar_chart import draw_bars
from commkit.render.picture.captions import name_picture
from commkit.render.picture.flow_chart import draw_flow
from commkit.render.picture.funnel_chart import draw_funnel
from commkit.render.picture.heatmap import draw_cells
from commkit.render.picture.lights_chart import draw_lights
from commkit.render.picture.line_chart import draw_lines
from commkit.render.picture.network_chart import draw_network
from commkit.render.picture.pens import INK, RULE, SOFT
from commkit.render.picture.pyramid_chart import draw_pyramid
from commkit.render.picture.radar_chart import draw_radar
from commkit.render.picture.stand_ins import replace_chinese, tell_language, tell_stand_ins
from commkit.render.ribbons import shape_ribbons
from commkit.render.safe import safe
from commkit.render.talk import note
from commkit.render.widths import fold
from commkit.result import Bars, Flow, Funnel, Lights, Line, Network, Pyramid, Radar
from commkit.words import language, say, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from matplotlib.figure import Figure

    from commkit.result import Chart, Context, Result

_STYLE = {
    "text.parse_math": False,  # a member named $\frac{$ is a name
    "svg.fonttype": "none",
    "svg.hashsalt": "commkit",
    "figure.dpi": 144,
    "figure.facecolor": "white",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.axisbelow": True,
    "grid.color": "#e4e7eb",
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "ytick.major.size": 0,
    "font.size": 10,
    "font.sans-serif": [fonts.WESTERN],
}
_FACTS = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
_TITLE_CELLS, _FOOT_CELLS = 70, 110


def draw_picture(result: Result, context: Context, kind: str) -> bytes:
    """The chart as a file of this kind, `png` or `svg`; the same answer gives the same bytes."""
    if result.chart is None:
        raise WrongUse(say("{command} draws no chart.", command=context.command), hint=say("Choose another format."))
    if kind == "svg" or fonts.find_chinese() is not None:
        return _draw_file(result, result.chart, context, kind)
    asked, shown = language(), set[str]()
    with speaking("en"):
        plain, source, key = replace_chinese(result, context)
        drawn = _draw_file(plain, plain.chart or result.chart, source, kind, shown)
    if asked != "en":
        note(tell_language())
    if seen := {name: meant for name, meant in key.items() if any(name in text for text in shown)}:
        note(tell_stand_ins(seen))
    return drawn


def _draw_file(result: Result, chart: Chart, context: Context, kind: str, shown: set[str] | None = None) -> bytes:
    """The picture; `shown` gathers the texts in it."""
    with _use_our_style(kind):
        from matplotlib.figure import Figure
        from matplotlib.text import Text

        figure = Figure()
        figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.08)
        _draw(figure, shapes.read_drawn(result), chart)
        _frame(figure, result, context)
        if shown is not None:
            shown.update(text.get_text().replace("\n", " ") for text in figure.findobj(Text) if isinstance(text, Text))
        return _save(figure, kind, safe(name_picture(result), None))


def _draw(figure: Figure, table: pl.DataFrame, chart: Chart) -> None:
    if not table.height:
        figure.set_size_inches(8, 2.5)
        figure.text(0.5, 0.5, say("No rows."), ha="center", color=SOFT)
    elif isinstance(chart, Line):
        draw_lines(figure, shapes.shape_lines(table, chart))
    elif isinstance(chart, Bars):
        draw_bars(figure, shapes.shape_lengths(table, chart))
    elif isinstance(chart, Radar):
        draw_radar(figure, shapes.shape_lengths(table, chart))
    elif isinstance(chart, Funnel):
        draw_funnel(figure, shapes.shape_stages(table, chart))
    elif isinstance(chart, Pyramid):
        draw_pyramid(figure, shapes.shape_stages(table, chart))
    elif isinstance(chart, Flow):
        draw_flow(figure, shape_ribbons(table, chart))
    elif isinstance(chart, Lights):
        draw_lights(figure, *shape_lamps(table, chart))
    elif isinstance(chart, Network):
        draw_network(figure, shape_net(table, chart))
    else:
        draw_cells(figure, shapes.shape_cells(table, chart))


def _frame(figure: Figure, result: Result, context: Context) -> None:
    title = "\n".join(fold(safe(name_picture(result), None), _TITLE_CELLS))
    figure.suptitle(title, x=0.015, ha="left", fontsize=13, fontweight="bold")
    below = [footnotes.name_source(context), footnotes.warn_of_names(context)]
    foot = "\n".join(line for text in below if text for line in fold(text, _FOOT_CELLS))
    figure.supxlabel(foot, x=0.015, ha="left", fontsize=8, color=SOFT)


def _save(figure: Figure, kind: str, title: str) -> bytes:
    file = BytesIO()
    facts = _FACTS[kind] | ({"Title": title} if kind == "svg" else {})
    figure.savefig(file, format=kind, metadata=facts)
    drawn = file.getvalue()
    return drawn if kind == "png" else drawn.replace(b"<svg ", b'<svg role="img" ', 1)


@contextmanager
def _use_our_style(kind: str) -> Iterator[None]:
    """Use our own style instead of the user's, and silence matplotlib: commkit says itself what matters."""
    from matplotlib import style

    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        local = [fonts.WESTERN, *filter(None, [fonts.find_chinese()])]
        family = list(fonts.ON_THE_WEB) if kind == "svg" else local
        with warnings.catch_warnings(), style.context(["default", {**_STYLE, "font.family": family}]):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
