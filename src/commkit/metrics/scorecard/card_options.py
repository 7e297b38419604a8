"""The options of scorecards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from commkit.params import option
from commkit.words import say

OwnCard = Annotated[
    Path | None,
    option("--card", metavar="FILE", help=say("A card of your own in place of ours; the total by ours stands beside.")),
]
