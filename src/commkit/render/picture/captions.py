"""What a picture says of itself: what is drawn, by what, and in which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commkit.render.picture.pens import find_measure
from commkit.result import Bars, Flow, Funnel, Heatmap, Lights, Line, Network, Pyramid, Radar
from commkit.words import heading, say, value

if TYPE_CHECKING:
    from commkit.result import Result


def name_picture(result: Result) -> str:
    """The answer's title, with what its chart shows: "Activity: members, new members by week"."""
    match result.chart:
        case Line(x=x, series=series):
            every = (result.parameters or {}).get("every")
            over = value(str(every)) if every and x == "starts_on" else heading(x)
            shown = say(", ").join(map(heading, series))
        case Bars() | Radar() | Pyramid() | Funnel() as chart:
            over, shown = heading(chart.label), heading(chart.value)
        case Heatmap(x=x, y=y, value=number):
            over, shown = say("{y} and {x}", y=heading(y), x=heading(x)), heading(number)
        case Flow() | Lights() | Network() | None:
            return result.title
    return say("{title}: {shown} by {over}", title=result.title, shown=shown, over=over)


def name_unit(columns: list[str]) -> str:
    """What stands along an axis of these columns, which have one unit."""
    named = {"rate": say("share"), "amount": say("amount"), "days": say("days"), "hours": say("hours")}
    if measure := find_measure(columns[0]):
        return named[measure]
    return heading(columns[0]) if len(columns) == 1 else say("number")
