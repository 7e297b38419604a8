"""The options of experiments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from commkit.metrics.experiment.yardsticks import ImpactMeasure, Yardstick
from commkit.params import days_option, option
from commkit.words import say

UnitsTable = Annotated[
    Path | None, option("--table", metavar="FILE", help=say("A table of one row per unit, instead of the community."))
]
Unit = Annotated[str | None, option(metavar="COLUMN", help=say("The column of --table that names the unit."))]
VariantColumn = Annotated[str, option("--variant", metavar="COLUMN", help=say("The column of --table with variants."))]
Outcome = Annotated[
    list[str] | None,
    option(
        metavar="NAME",
        help=say("What is compared: an event, spoke, messages, active_days, bought or amount; a column of --table."),
    ),
]
Covariate = Annotated[
    str | None,
    option(metavar="NAME", help=say("Take the past out: messages, active_days or amount; a column of --table.")),
]
Campaign = Annotated[str | None, option(metavar="NAME", help=say("The campaign whose events have variants."))]
Label = Annotated[str | None, option(metavar="DIMENSION", help=say("The dimension of labels that holds the variants."))]
Control = Annotated[str | None, option(metavar="VARIANT", help=say("The variant that others are compared with."))]
WithinDays = Annotated[
    int, days_option("--days", metavar="N", help=say("Days after coming into the test in which outcomes count."))
]
Shares = Annotated[
    str | None, option(metavar="A:B", help=say("What the variants were meant to get, by name; even unless said."))
]
AtAnyTime = Annotated[
    bool, option("--sequential", help=say("Intervals that hold however often you look: for tests that still run."))
]
OnDay = Annotated[
    str | None,
    option("--on", metavar="DAY", help=say("The first day of the event; the latest campaign's unless said.")),
]
OfCampaign = Annotated[
    str | None, option("--campaign", metavar="NAME", help=say("The event is this campaign's start."))
]
ImpactOf = Annotated[ImpactMeasure, option("--of", help=say("What is counted by day."))]
Pilots = Annotated[
    list[str] | None, option("--pilot", metavar="GROUP", help=say("A group that the event reached; may be repeated."))
]
Against = Annotated[
    Yardstick | None,
    option(help=say("Groups that it did not reach, those of them that are like the pilot's, last year, or the past.")),
]
