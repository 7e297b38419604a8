"""The options that questions about money have of their own."""

from __future__ import annotations

from typing import Annotated

from commkit.choices import Period
from commkit.params import days_option, option
from commkit.words import say

SinceJoining = Annotated[
    bool,
    option("--since-joining", help=say("Who ordered first within 7, 30 or 90 days of joining, by period of joining.")),
]
Horizon = Annotated[str, option(metavar="DAYS", help=say("How many days ahead to look, as 30,90,365."))]
Cohorts = Annotated[
    Period | None,
    option("--every", help=say("One row for each cohort: those who ordered first in a period this long.")),
]
Holdout = Annotated[
    int | None,
    days_option(metavar="N", help=say("Days at the end to hold out and tell before; else a third of the history.")),
]
