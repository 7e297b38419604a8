"""The options of fairness."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from commkit.params import option
from commkit.words import say


class PlacedBy(StrEnum):
    """What places members."""

    levels = "levels"
    segments = "segments"
    churn = "churn"


PlacingBy = Annotated[
    PlacedBy, option("--of", help=say("What places members: levels of the pyramid, RFM segments or the churn score."))
]
Attribute = Annotated[
    str, option("--attribute", metavar="NAME", help=say("Platform, channel, spend or a dimension of labels."))
]
