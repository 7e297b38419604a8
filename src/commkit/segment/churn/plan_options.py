"""The options of plans and of what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from commkit.params import days_option, option
from commkit.words import say

LONGEST = 40  # characters of a plan's name

SavePlan = Annotated[
    str | None, option("--save", metavar="NAME", help=say("Keep the plan as labels, and draw who is held out."))
]
HoldOut = Annotated[float, option(min=0.0, max=0.9, metavar="SHARE", help=say("The share that nobody writes to."))]
LeastRisk = Annotated[
    float, option("--risk", min=0.0, max=1.0, metavar="SHARE", help=say("Only members as likely as this to be lost."))
]
Most = Annotated[int | None, option(min=1, metavar="N", help=say("Plan for so many at most, the first of the list."))]
NextSteps = Annotated[Path | None, option(metavar="FILE", help=say("What to do next, by rules of your own."))]
OpenDays = Annotated[
    int, days_option("--days", metavar="N", help=say("So long a plan is open: its members enter no other."))
]
PlanName = Annotated[str | None, option("--plan", metavar="NAME", help=say("Which plan; the latest unless said."))]
BackDays = Annotated[
    int | None,
    days_option(
        "--days", metavar="N", help=say("Days in which members can come back; while the plan is open unless said.")
    ),
]
