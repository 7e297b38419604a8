"""The options of plans."""

from __future__ import annotations

from typing import Annotated

from commkit.params import option
from commkit.words import say

OneMetric = Annotated[
    str, option("--metric", metavar="INDICATOR", help=say("Which indicator, by its name in commkit kpi."))
]
Ahead = Annotated[int, option("--periods", min=1, max=60, metavar="N", help=say("How many periods ahead."))]
Goal = Annotated[
    str | None, option("--goal", metavar="NUMBER", help=say("What it is to reach; else its target in commkit.toml."))
]
Due = Annotated[str | None, option("--due", metavar="DAY", help=say("By when; the end of the year unless said."))]
PlanName = Annotated[
    str | None, option("--preset", metavar="PLAN", help=say("The dated goals of a plan of the handbooks, a row each."))
]
PlanStart = Annotated[
    str | None, option("--start", metavar="DAY", help=say("When the plan began; where the log does unless said."))
]
