"""The options of what comes before an end, and of what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from commkit.params import option
from commkit.words import say

DaysBefore = Annotated[
    int, option("--days", min=1, max=365, metavar="N", help=say("So many days before the end are looked at."))
]
Neighbours = Annotated[
    bool, option("--neighbours", help=say("What those close to core members did after these left or fell silent."))
]
Causes = Annotated[bool, option("--causes", help=say("Signals of why: needs not met, a bad experience, no value."))]
CauseRules = Annotated[
    Path | None, option("--rules", metavar="FILE", help=say("Signals of --causes from this file of TOML."))
]
Stayers = Annotated[
    int, option(min=1, max=20, metavar="N", help=say("At most so many who stayed beside each who did not."))
]
